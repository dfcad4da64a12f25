#include "check.h"

#include <HalideRuntime.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <type_traits>

#define FAMILY_FILE reference.h
#include "kernels/families.def"

namespace specimen::gen {
namespace {

constexpr std::size_t kPage = 4096;

// Floats with unreadable pages before and behind.
class Guarded {
 public:
  // `at_end`: the last float is just before the page that cannot be read; weights start at a multiple of 64 bytes and
  // may be read up to the next.
  Guarded(std::size_t count, bool weight) : count_(count) {
    const std::size_t bytes = weight ? (count * 4 + 63) / 64 * 64 : count * 4;
    pages_ = (bytes + kPage - 1) / kPage + 2;
    base_ =
        static_cast<char*>(mmap(nullptr, pages_ * kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    mprotect(base_, kPage, PROT_NONE);
    mprotect(base_ + (pages_ - 1) * kPage, kPage, PROT_NONE);
    data_ = reinterpret_cast<float*>(base_ + (pages_ - 1) * kPage - bytes);
  }
  ~Guarded() { munmap(base_, pages_ * kPage); }
  Guarded(const Guarded&) = delete;

  float* data() { return data_; }
  std::size_t size() const { return count_; }

 private:
  std::size_t count_, pages_;
  char* base_;
  float* data_;
};

struct Tensor {
  KernelArgument described;
  std::size_t floats = 0;  // of the whole batch
  std::unique_ptr<Guarded> memory;
  std::vector<double> exact;
  std::vector<std::int32_t> ints;  // in place of `exact`
  halide_buffer_t buffer = {};
  halide_dimension_t dims[5];
};

bool has_batch(const KernelArgument& argument) { return !argument.shape.empty() && argument.shape[0] == kBatch; }
bool has_sequence(const KernelArgument& argument) { return length_of(argument) != 0; }

// How often what the argument describes is there.
struct Extents {
  int batch = 1, sequence = 1, keys = 1;

  int length(const KernelArgument& argument) const { return length_of(argument) == kKeys ? keys : sequence; }
  int repeats(const KernelArgument& argument) const {
    return has_sequence(argument) ? batch * length(argument) : has_batch(argument) ? batch : 1;
  }
  // Tokens from one example to the next.
  int apart(const KernelArgument& argument) const {
    return argument.capacity > 0 ? argument.capacity : length(argument);
  }
  // Images, rows or tokens from the first to the last, with the gaps between them.
  int span(const KernelArgument& argument) const {
    return has_sequence(argument) ? (batch - 1) * apart(argument) + length(argument) : repeats(argument);
  }
};

// Calls `visit(offset)` for every element of the tensor, batch included.
template <class F>
void for_elements(const Tensor& t, const Extents& extents, F visit) {
  const std::vector<int>& shape = t.described.shape;
  if (!has_batch(t.described)) {
    for (std::size_t i = 0; i < t.floats; ++i) visit(i);
    return;
  }
  const int repeats = extents.repeats(t.described);
  if (has_sequence(t.described)) {
    for (int i = 0; i < repeats; ++i) {
      const int length = extents.length(t.described);
      const int token = i / length * extents.apart(t.described) + i % length;
      for (int c = 0; c < (shape.size() == 3 ? shape[2] : 1); ++c)
        visit(static_cast<std::size_t>(token) * t.described.storage.pixel + c);
    }
    return;
  }
  const int channels = shape.back();
  const int height = shape.size() == 4 ? shape[1] : 1, width = shape.size() == 4 ? shape[2] : 1;
  const Storage& s = t.described.storage;
  for (int b = 0; b < repeats; ++b) {
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        for (int c = 0; c < channels; ++c) {
          visit(static_cast<std::size_t>(b) * s.example + static_cast<std::size_t>(y) * s.row +
                static_cast<std::size_t>(x) * s.pixel + static_cast<std::size_t>(c) * t.described.channel);
        }
      }
    }
  }
}

struct CallReference {
  int batch, sequence, keys;
  bool in_sequences = false;             // some argument has a sequence
  std::vector<const double*> reads;      // inputs and weights
  const std::int32_t* tokens = nullptr;  // ids, a mask, or what random numbers depend on
  const std::int32_t* random = nullptr;  // the latter, where there is a mask, too
  std::vector<const double*> operands;
  std::vector<double*> outputs;
  std::vector<std::int32_t*> indices;  // outputs of int32

#define FAMILY(Type, name)                                                                                          \
  void operator()(const Type& problem) {                                                                            \
    run([&](auto... rest) -> decltype(name##_reference(problem, rest...)) { name##_reference(problem, rest...); }); \
  }
#include "kernels/families.def"

 private:
  // References take the batch, of sequences their length, of attention the number of keys, what they read, ids or a
  // mask, operands and outputs.
  template <class Reference>
  void run(Reference reference) {
    using In = const double*;
    using Ids = const std::int32_t*;
    using Operands = const double* const*;
    using Outputs = double* const*;
    Operands with = operands.data();
    Outputs to = outputs.data();
    std::int32_t* const* to_indices = indices.data();
    if constexpr (std::is_invocable_v<Reference, int, In, Operands, std::int32_t* const*>) {
      if (in_sequences) return reference(batch, sequence, reads[0], with, to_indices);
      reference(batch, reads[0], with, to_indices);
    } else if constexpr (std::is_invocable_v<Reference, int, In, Operands, Outputs> &&
                         std::is_invocable_v<Reference, int, int, In, Operands, Outputs>) {
      if (in_sequences) return reference(batch, sequence, reads[0], with, to);
      reference(batch, reads[0], with, to);
    } else if constexpr (std::is_invocable_v<Reference, int, int, int, In, In, In, Ids, Operands, Outputs>)
      run_attention(
          [&](auto... int32) { reference(batch, sequence, keys, reads[0], reads[1], reads[2], int32..., with, to); });
    else if constexpr (std::is_invocable_v<Reference, int, int, In, In, In, In, Ids, Operands, Outputs>)
      run_attention([&](auto... int32) {
        reference(batch, sequence, reads[0], reads[1], reads[2], reads[3], int32..., with, to);
      });
    else if constexpr (std::is_invocable_v<Reference, int, int, Ids, In, Operands, Outputs>)
      reference(batch, sequence, tokens, reads[0], with, to);
    else if constexpr (std::is_invocable_v<Reference, int, int, In, Ids, Operands, Outputs>)
      reference(batch, sequence, reads[0], tokens, with, to);
    else if constexpr (std::is_invocable_v<Reference, int, int, In, Operands, Outputs>)
      reference(batch, sequence, reads[0], with, to);
    else
      run_rows(reference);
  }

  // With a mask and random numbers, with one of them, or with none.
  template <class Reference>
  void run_attention(Reference reference) {
    if (random) return reference(tokens, random);
    if (tokens) return reference(tokens);
    reference();
  }

  // The batch, then tensors, or one tensor and numbers of int32.
  template <class Reference>
  void run_rows(Reference reference) {
    // References whose weights have any type take int32 in their place, too.
    if constexpr (std::is_invocable_v<Reference, int, const double*, const std::int32_t*, const double* const*,
                                      double* const*>) {
      if (tokens && reads.size() == 1) return reference(batch, reads[0], tokens, operands.data(), outputs.data());
    }
    if constexpr (std::is_invocable_v<Reference, int, const double*, const std::int32_t*, const double*,
                                      const double* const*, double* const*>) {
      if (tokens) return reference(batch, reads[0], tokens, reads[1], operands.data(), outputs.data());
    }
    EXPECT_TRUE((with_reads<1>(reference) || with_reads<2>(reference) || with_reads<3>(reference) ||
                 with_reads<4>(reference) || with_reads<6>(reference) || with_reads<7>(reference)));
  }

  // Calls a reference that takes the batch and N tensors, if that is how many there are.
  template <std::size_t count, class Reference>
  bool with_reads(Reference reference) {
    return with_reads(reference, std::make_index_sequence<count>());
  }
  template <class Reference, std::size_t... I>
  bool with_reads(Reference reference, std::index_sequence<I...>) {
    if constexpr (std::is_invocable_v<Reference, int, decltype(reads[I])..., const double* const*, double* const*>) {
      if (reads.size() != sizeof...(I)) return false;
      reference(batch, reads[I]..., operands.data(), outputs.data());
      return true;
    }
    return false;
  }
};

// The padding of a maximum's input holds the lowest finite float, that of an average's zero.
void fill_padding(const Problem& problem, Tensor* x, int batch) {
  const auto* pool = std::get_if<Pool2D>(&problem);
  if (!pool || pool->own_padding) return;
  const float outside = pool->pooling == Pooling::max ? -std::numeric_limits<float>::max() : 0.0f;
  const Storage& s = pool->in;
  for (int b = 0; b < batch; ++b) {
    for (int y = 0; y < touched_height(*pool); ++y) {
      for (int column = 0; column < touched_width(*pool); ++column) {
        const int iy = y - pool->padding_top, ix = column - pool->padding_left;
        if (iy >= 0 && iy < pool->in_height && ix >= 0 && ix < pool->in_width) continue;
        for (int c = 0; c < pool->channels; ++c) {
          const std::size_t at = static_cast<std::size_t>(b) * s.example + static_cast<std::size_t>(y) * s.row +
                                 static_cast<std::size_t>(column) * s.pixel + c;
          x->memory->data()[at] = outside;
          x->exact[at] = outside;
        }
      }
    }
  }
}

// The gradient of a maximum reads the maxima of its x, of which some windows have several.
void fill_maxima(const Problem& problem, std::vector<Tensor>* tensors, int batch) {
  const auto* w = std::get_if<Pool2DBackward>(&problem);
  if (!w || w->pooling != Pooling::max) return;
  Tensor &x = (*tensors)[0], &y = (*tensors)[1];
  for (std::size_t i = 0; i < x.floats; ++i) x.exact[i] = std::round(x.exact[i] * 4) / 4;
  Pool2D forward;
  forward.in_height = w->in_height, forward.in_width = w->in_width;
  forward.out_height = w->out_height, forward.out_width = w->out_width, forward.channels = w->channels;
  forward.pool_height = w->pool_height, forward.pool_width = w->pool_width;
  forward.stride_height = w->stride_height, forward.stride_width = w->stride_width;
  forward.padding_top = w->padding_top, forward.padding_left = w->padding_left;
  forward.in = w->x, forward.out = w->y;
  fill_padding(forward, &x, batch);
  double* const outputs[] = {y.exact.data()};
  pool2d_reference<double>(forward, batch, x.exact.data(), nullptr, outputs);
  for (Tensor* t : {&x, &y}) {
    for_elements(*t, {batch, 1, 1}, [&](std::size_t i) { t->memory->data()[i] = static_cast<float>(t->exact[i]); });
  }
}

// The last panel's channels that are none are zero.
void zero_tail(Tensor* filter, int channels) {
  const std::vector<int>& shape = filter->described.shape;  // [..., panels, ..., 16]: panel index second or first
  const std::size_t panel_axis = shape.size() == 4 ? 1 : 0;
  std::size_t inner = 1, panels = shape[panel_axis];
  for (std::size_t d = panel_axis + 1; d < shape.size(); ++d) inner *= shape[d];
  for (std::size_t i = 0; i < filter->floats; ++i) {
    const std::size_t panel = i / inner % panels;
    if (static_cast<int>(panel * kPanel + i % kPanel) < channels) continue;
    filter->memory->data()[i] = 0;
    filter->exact[i] = 0;
  }
}

constexpr float kUntouched = -7.25e11f;

// Filters are drawn with a variance of 1 / fan-in, as of a trained model: sums of many terms stay near one, where
// activations are not flat and do not see the rounding of large sums.
float largest_weight(const Problem& problem, const KernelArgument& weight) {
  int fan_in = 3;
  std::visit(
      [&](const auto& w) {
        if constexpr (requires { w.kernel_height; }) fan_in = w.kernel_height * w.kernel_width;
        if constexpr (requires { w.in_channels; }) fan_in *= w.in_channels;
        if constexpr (requires { w.groups; }) fan_in /= w.groups;
        if constexpr (requires { w.inputs; }) fan_in = w.inputs;
      },
      problem);
  if (const auto* w = std::get_if<ExpandDepthwise>(&problem))
    fan_in = weight.name == "filter" ? w->in_channels : w->kernel_height * w->kernel_width;
  return std::sqrt(3.0f / static_cast<float>(fan_in));
}

// Ids of all the vocabulary and some beyond it; masks as the options say.
void fill_tokens(const Problem& problem, const CheckOptions& options, const Extents& extents, std::mt19937& engine,
                 Tensor* tokens) {
  if (tokens->described.name == "random") {
    // The seed, the step, the first example, whose number needs more than 32 bits, and a key with the upper bit set.
    tokens->ints = {12345, 7, 0x7FFFFFFE, 3, -559038737};
    std::memcpy(tokens->memory->data(), tokens->ints.data(), tokens->ints.size() * 4);
    return;
  }
  const bool embedding =
      std::holds_alternative<Embedding>(problem) || std::holds_alternative<EmbeddingBackward>(problem);
  const bool mask = !embedding && !std::holds_alternative<CrossEntropy>(problem);
  const int last = tokens->described.below + (embedding ? 1 : -1);
  std::uniform_int_distribution<int> any(embedding ? -2 : 0, last);
  for (int b = 0; b < extents.batch; ++b) {
    const int length = extents.length(tokens->described);
    const int kept = std::uniform_int_distribution<int>(1, length)(engine);
    for (int s = 0; s < length; ++s) {
      int value = any(engine);
      if (mask && options.mask == Mask::padding) value = s < kept;
      if (mask && options.mask == Mask::all) value = 1;
      if (mask && options.mask == Mask::none) value = 0;
      tokens->ints.push_back(value);
    }
  }
  std::memcpy(tokens->memory->data(), tokens->ints.data(), tokens->ints.size() * 4);
}

// What a mask drops holds large numbers, which must not matter.
void spoil_dropped_tokens(const Problem& problem, const Extents& extents, std::vector<Tensor>* tensors) {
  const bool attention = std::holds_alternative<Attention>(problem);
  const bool backward = std::holds_alternative<AttentionBackward>(problem);
  if (!attention && !backward && !std::holds_alternative<SequencePool>(problem)) return;
  const std::vector<std::int32_t>* mask = nullptr;
  for (const Tensor& t : *tensors) mask = t.described.name == "mask" ? &t.ints : mask;
  if (!mask) return;
  for (Tensor& t : *tensors) {
    const KernelArgument& described = t.described;
    if (described.role != Role::input || described.type != DType::f32 || described.name == "query") continue;
    if (described.name == "dy") continue;  // of a query, which may be dropped as a key
    for (int token = 0; token < extents.repeats(described); ++token) {
      if ((*mask)[token] != 0) continue;
      for (int c = 0; c < described.shape.back(); ++c) {
        const std::size_t at = static_cast<std::size_t>(token) * described.storage.pixel + c;
        t.exact[at] = t.memory->data()[at] = c % 2 ? 3e38f : -1e37f;
      }
    }
  }
}

// All that a buffer of the tensor says, fastest dimension first.
void complete_dims(const Extents& extents, Tensor* t) {
  const std::vector<int>& shape = t->described.shape;
  const int rank = static_cast<int>(shape.size());
  const Storage& s = t->described.storage;
  int dense = 1;
  for (int d = 0; d < rank; ++d) {
    const int extent = shape[rank - 1 - d];
    t->dims[d] = {0, extent == kBatch ? extents.batch : extent, dense, 0};
    dense *= t->dims[d].extent;
  }
  if (!has_batch(t->described)) return;
  if (rank == 4) {
    const int strides[] = {t->described.channel, s.pixel, s.row, s.example};
    for (int d = 0; d < 4; ++d) t->dims[d].stride = strides[d];
  } else {
    t->dims[rank - 1].stride = s.example;
  }
}

// The reference gives the same when its residual is in an output's memory. `reference` ran already.
void expect_reference_in_place(const Problem& problem, const CallReference& reference,
                               const std::vector<Tensor>& tensors, const InPlace& pair) {
  const Tensor& residual = tensors[pair.residual];
  std::vector<double> shared = residual.exact;
  std::vector<std::vector<double>> others;
  CallReference again = reference;
  for (const double*& operand : again.operands) {
    if (operand == residual.exact.data()) operand = shared.data();
  }
  for (std::size_t o = 0; o < reference.outputs.size(); ++o) {
    const bool in_place = reference.outputs[o] == tensors[pair.output].exact.data();
    if (!in_place) others.push_back(std::vector<double>(residual.floats));
    again.outputs[o] = in_place ? shared.data() : others.back().data();
  }
  std::visit(again, problem);
  for (std::size_t o = 0; o < reference.outputs.size(); ++o) {
    bool same = true;
    for_elements(residual, {again.batch, again.sequence, again.keys},
                 [&](std::size_t i) { same = same && again.outputs[o][i] == reference.outputs[o][i]; });
    EXPECT_TRUE(same) << "reference, output " << o;
  }
}

}  // namespace

double tolerance(const Problem& problem) {
  if (const auto* conv = std::get_if<Conv2D>(&problem)) {
    if (conv->algorithm == ConvAlgorithm::winograd_2) return 3e-5;
    if (conv->algorithm == ConvAlgorithm::winograd_4) return 1e-4;
  }
  return 1e-5;
}

void check(const Instance& instance, void* kernel, const CheckOptions& options) {
  SCOPED_TRACE(instance.symbol + "__" + to_string(instance.target) + ", batch " + std::to_string(options.batch) +
               (options.sequence > 1 ? ", sequence " + std::to_string(options.sequence) : "") +
               (options.keys > 0 ? ", keys " + std::to_string(options.keys) : "") +
               (options.in_place ? ", in place" : ""));
  ASSERT_TRUE(kernel || options.run);
  const int batch = options.batch;
  const Extents extents = {batch, options.sequence, options.keys > 0 ? options.keys : options.sequence};
  std::mt19937 engine(batch + 17);
  std::uniform_real_distribution<float> random(-1, 1);
  std::vector<Tensor> tensors;
  for (const KernelArgument& argument : arguments(instance.problem)) {
    Tensor t;
    t.described = argument;
    const bool batched = has_batch(argument);
    t.floats = argument.elements + static_cast<std::size_t>(extents.span(argument) - 1) * argument.storage.example;
    t.memory = std::make_unique<Guarded>(t.floats,
                                         argument.role == Role::weight || (argument.role == Role::operand && !batched));
    t.exact.assign(t.floats, 0.0);
    float* data = t.memory->data();
    std::fill(data, data + t.floats, argument.role == Role::output ? kUntouched : std::nanf(""));
    if (argument.type == DType::i32 && argument.role == Role::output) {
      t.ints.assign(t.floats, 0);
    } else if (argument.type == DType::i32) {
      fill_tokens(instance.problem, options, extents, engine, &t);
    } else if (argument.role != Role::output) {
      const float scale = argument.role == Role::weight ? largest_weight(instance.problem, argument) : 1.0f;
      const bool positive = argument.name == "variance", probability = argument.name == "targets";
      for_elements(t, extents, [&](std::size_t i) {
        const float value = scale * random(engine);
        t.exact[i] = data[i] = positive ? 0.1f + std::fabs(value) : probability ? std::fabs(value) : value;
      });
    }
    tensors.push_back(std::move(t));
  }
  spoil_dropped_tokens(instance.problem, extents, &tensors);
  fill_padding(instance.problem, &tensors[0], batch);
  fill_maxima(instance.problem, &tensors, batch);
  std::visit(
      [&](const auto& w) {
        if (tensors[1].described.role != Role::weight) return;
        if constexpr (requires { w.out_channels; }) zero_tail(&tensors[1], w.out_channels);
        if constexpr (requires { w.units; }) zero_tail(&tensors[1], w.units);
        if constexpr (requires { w.expansion; }) zero_tail(&tensors[1], w.channels);
      },
      instance.problem);
  // Divisors keep away from zero.
  std::size_t operand_index = 0;
  for (Tensor& t : tensors) {
    if (t.described.role != Role::operand) continue;
    const bool divides = std::visit(
        [&](const auto& w) {
          const Chain* chain = nullptr;
          if constexpr (requires { w.epilogue; }) chain = &w.epilogue;
          if constexpr (requires { w.chain; }) chain = &w.chain;
          std::size_t index = 0;
          if constexpr (requires { w.prologue; }) index = w.prologue.operands().size();
          if constexpr (requires { w.expansion; }) index = w.expansion.operands().size();
          if (!chain) return false;
          for (const Step& step : chain->steps) {
            if (step.operand == Operand::none || step.operand == Operand::constant) continue;
            if (index++ == operand_index) return step.fn == Fn::divide;
          }
          return false;
        },
        instance.problem);
    ++operand_index;
    if (!divides) continue;
    for_elements(t, extents, [&](std::size_t i) {
      t.memory->data()[i] = std::copysign(0.5f + std::fabs(t.memory->data()[i]), t.memory->data()[i]);
      t.exact[i] = t.memory->data()[i];
    });
  }

  std::vector<void*> buffers;
  std::vector<Tensor*> outputs;
  Tensor* residual = options.in_place ? &tensors[options.in_place->residual] : nullptr;
  CallReference reference;
  reference.batch = batch;
  reference.sequence = options.sequence;
  reference.keys = extents.keys;
  for (Tensor& t : tensors) {
    // Only these may be read.
    for (int d = 0; d < 4; ++d) t.dims[d] = {-999, -999, -999, 0};
    const std::size_t batch_dim = t.described.shape.size() - 1;
    if (has_batch(t.described)) t.dims[batch_dim].extent = batch;
    if (has_sequence(t.described)) {
      t.dims[batch_dim - 1].extent = extents.length(t.described);
      t.dims[batch_dim].stride = extents.apart(t.described) * t.described.storage.pixel;
    }
    t.buffer.host = reinterpret_cast<std::uint8_t*>(t.memory->data());
    t.buffer.type = halide_type_t(t.described.type == DType::i32 ? halide_type_int : halide_type_float, 32);
    t.buffer.dimensions = static_cast<int>(t.described.shape.size());
    t.buffer.dim = has_batch(t.described) ? t.dims : nullptr;  // everything of a weight is known
    reference.in_sequences = reference.in_sequences || has_sequence(t.described);
    if (options.run) complete_dims(extents, &t), t.buffer.dim = t.dims;
    buffers.push_back(&t.buffer);
    if (t.described.role == Role::output) {
      outputs.push_back(&t);
      if (t.described.type == DType::i32) {
        reference.indices.push_back(t.ints.data());
      } else {
        reference.outputs.push_back(t.exact.data());
      }
    } else if (t.described.role == Role::operand) {
      reference.operands.push_back(t.exact.data());
    } else if (t.described.type == DType::i32) {
      (reference.tokens ? reference.random : reference.tokens) = t.ints.data();
    } else {
      reference.reads.push_back(t.exact.data());
    }
  }
  std::visit(reference, instance.problem);
  for (Tensor* output : outputs) std::copy(output->ints.begin(), output->ints.end(), output->exact.begin());
  std::vector<float> residual_copy;
  if (options.in_place) {
    expect_reference_in_place(instance.problem, reference, tensors, *options.in_place);
    residual_copy.assign(residual->memory->data(), residual->memory->data() + residual->floats);
    tensors[options.in_place->output].buffer.host = residual->buffer.host;
  }

  std::vector<std::vector<float>> first;
  for (int threads : options.run ? std::vector<int>{1} : std::vector<int>{1, -1, 5}) {
    if (options.in_place) std::copy(residual_copy.begin(), residual_copy.end(), residual->memory->data());
    FakeRuntime runtime;
    runtime.threads = threads;
    ASSERT_EQ(options.run ? options.run(buffers.data(), static_cast<int>(buffers.size()))
                          : call(kernel, &runtime, buffers.data(), static_cast<int>(buffers.size())),
              0);
    const std::int64_t workspace = workspace_bytes(instance.problem, instance.schedule, instance.target);
    if (threads == 1) {
      EXPECT_EQ(static_cast<std::int64_t>(runtime.most_bytes), workspace)
          << "workspace_bytes; blocks: " << testing::PrintToString(runtime.blocks);
    } else {
      EXPECT_LE(static_cast<std::int64_t>(runtime.most_bytes), workspace) << "workspace_bytes";
    }
    for (std::size_t o = 0; o < outputs.size(); ++o) {
      const float* data = reinterpret_cast<const float*>(outputs[o]->buffer.host);
      std::vector<float> values(data, data + outputs[o]->floats);
      const bool indices = outputs[o]->described.type == DType::i32;
      if (indices) {
        const auto* from = reinterpret_cast<const std::int32_t*>(data);
        std::copy(from, from + values.size(), values.begin());
      }
      if (threads == 1) {
        first.push_back(values);
      } else {
        EXPECT_EQ(std::memcmp(first[o].data(), values.data(), values.size() * 4), 0)
            << "other bits with " << (threads > 0 ? "5 threads" : "tasks in reverse order");
      }
    }
  }

  for (std::size_t o = 0; o < outputs.size(); ++o) {
    double most = 0, worst = 0;
    std::size_t where = 0;
    bool finite = true;
    std::vector<bool> element(outputs[o]->floats);
    for_elements(*outputs[o], extents, [&](std::size_t i) {
      element[i] = true;
      most = std::max(most, std::fabs(outputs[o]->exact[i]));
      const double difference = std::fabs(outputs[o]->exact[i] - first[o][i]);
      finite = finite && std::isfinite(first[o][i]);
      if (difference > worst || !std::isfinite(difference)) worst = difference, where = i;
    });
    const bool indices = outputs[o]->described.type == DType::i32;
    EXPECT_TRUE(finite && worst <= (indices ? 0 : tolerance(instance.problem)) * most)
        << "output " << o << ": element at offset " << where << " is " << first[o][where] << ", the reference says "
        << outputs[o]->exact[where] << " (relative to the largest: " << worst / most << ")";
    const bool in_place = options.in_place && outputs[o] == &tensors[options.in_place->output];
    for (std::size_t i = 0; i < element.size(); ++i) {
      const float before = in_place ? residual_copy[i] : kUntouched;
      if (!element[i] && std::memcmp(&first[o][i], &before, sizeof before) != 0) {
        ADD_FAILURE() << "output " << o << " was written at offset " << i << ", which is no element of it";
        break;
      }
    }
  }
}

void check_all(const std::vector<Problem>& problems, Target target) {
  if (!host_has(target)) GTEST_SKIP() << "this machine has no " << to_string(target);
  const std::vector<Instance> instances = by_rule(problems, target);
  const KernelLibrary library(instances);
  for (const Instance& instance : instances) {
    void* kernel = library.find(instance);
    for (int batch : {1, 3}) {
      CheckOptions options;
      options.batch = batch;
      check(instance, kernel, options);
    }
    for (const InPlace& pair : in_place(instance.problem)) {
      CheckOptions options;
      options.batch = 2;
      options.in_place = pair;
      check(instance, kernel, options);
    }
  }
}

void check_all(const std::vector<Problem>& problems, Target target, const std::vector<CheckOptions>& list) {
  if (!host_has(target)) GTEST_SKIP() << "this machine has no " << to_string(target);
  const std::vector<Instance> instances = by_rule(problems, target);
  const KernelLibrary library(instances);
  for (const Instance& instance : instances) {
    for (const CheckOptions& options : list) check(instance, library.find(instance), options);
    for (const InPlace& pair : in_place(instance.problem)) {
      CheckOptions options = list.back();
      options.in_place = pair;
      check(instance, library.find(instance), options);
    }
  }
}

}  // namespace specimen::gen
