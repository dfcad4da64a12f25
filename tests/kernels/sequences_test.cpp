// The families of sequence models on every target, at lengths around their tiles, against their references in double.
#include <HalideRuntime.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>

#include "check.h"
#include "kernels/elementwise/reference.h"
#include "shapes.h"

namespace specimen::gen {
namespace {

class Sequences : public testing::TestWithParam<Target> {};

CheckOptions options(int batch, int sequence, Mask mask = Mask::padding) {
  CheckOptions options;
  options.batch = batch, options.sequence = sequence, options.mask = mask;
  return options;
}

std::vector<CheckOptions> row_counts(std::initializer_list<int> counts) {
  std::vector<CheckOptions> list;
  for (int rows : counts) list.push_back(options(rows, 1));
  return list;
}

TEST_P(Sequences, GemmEdges) {
  check_all(gemm_edges(), GetParam(), row_counts({1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 15, 17, 20, 25, 51, 57}));
}
TEST_P(Sequences, GemmRandom) {
  std::mt19937 engine(1);
  std::uniform_int_distribution<int> rows(58, 512);
  std::vector<CheckOptions> list = row_counts({512});
  for (int i = 0; i < 5; ++i) list.push_back(options(rows(engine), 1));
  check_all(random_gemm(random_count() / 15), GetParam(), list);
}
TEST_P(Sequences, AttentionEdges) {
  check_all(attention_edges(), GetParam(),
            {options(1, 1), options(2, 7), options(1, 16, Mask::all), options(2, 17, Mask::random),
             options(1, 128, Mask::random), options(2, 33), options(1, 5, Mask::none), options(1, 509),
             options(1, 512, Mask::random)});
}
// Fewer queries than keys, as a decoder has them behind its cache, and more.
TEST_P(Sequences, AttentionOfOtherKeysEdges) {
  const auto keys = [](int batch, int queries, int most, Mask mask = Mask::padding) {
    CheckOptions with = options(batch, queries, mask);
    with.keys = most;
    return with;
  };
  check_all(attention_of_keys_edges(), GetParam(),
            {keys(1, 1, 1), keys(2, 1, 300, Mask::random), keys(1, 1, 509), keys(2, 7, 23), keys(1, 16, 17, Mask::all),
             keys(2, 33, 64, Mask::random), keys(1, 5, 5, Mask::none), keys(2, 40, 3), keys(1, 64, 512, Mask::random)});
}
TEST_P(Sequences, NormEdges) { check_all(norm_edges(), GetParam(), row_counts({1, 2, 7, 8, 9, 33, 512})); }
TEST_P(Sequences, TokenEdges) {
  check_all(token_edges(), GetParam(),
            {options(1, 1), options(3, 7), options(2, 16, Mask::none), options(1, 17, Mask::random), options(2, 128),
             options(1, 512, Mask::all)});
}

// One kernel, called on memory that the caller gives: addresses in the order of its arguments.
class OneKernel {
 public:
  OneKernel(const Problem& problem, Target target) : instances_(by_rule({problem}, target)), library_(instances_) {}

  void call(int batch, int sequence, const std::vector<const void*>& memory) const {
    const std::vector<KernelArgument> described = arguments(instances_[0].problem);
    ASSERT_EQ(described.size(), memory.size());
    std::vector<halide_buffer_t> buffers(memory.size());
    std::vector<std::array<halide_dimension_t, 4>> dims(memory.size());
    std::vector<void*> pointers;
    for (std::size_t i = 0; i < memory.size(); ++i) {
      const bool sequences = length_of(described[i]) != 0;
      const std::size_t last = described[i].shape.size() - 1;
      dims[i][last].extent = batch;
      if (sequences) dims[i][last - 1].extent = sequence;
      if (sequences) dims[i][last].stride = sequence * described[i].storage.pixel;
      buffers[i].host = static_cast<std::uint8_t*>(const_cast<void*>(memory[i]));
      buffers[i].dimensions = static_cast<int>(last) + 1;
      buffers[i].dim = dims[i].data();
      pointers.push_back(&buffers[i]);
    }
    FakeRuntime runtime;
    void* kernel = library_.find(instances_[0]);
    ASSERT_EQ(specimen::gen::call(kernel, &runtime, pointers.data(), static_cast<int>(pointers.size())), 0);
  }

 private:
  std::vector<Instance> instances_;
  KernelLibrary library_;
};

std::vector<float> some_floats(std::size_t count, unsigned seed, float most = 1) {
  std::mt19937 engine(seed);
  std::uniform_real_distribution<float> random(-most, most);
  std::vector<float> list(count);
  for (float& value : list) value = random(engine);
  return list;
}

bool same_bits(const float* a, const float* b, std::size_t count) { return std::memcmp(a, b, count * 4) == 0; }

TEST_P(Sequences, ARowOfADenseLayerDoesNotDependOnTheOthers) {
  if (!host_has(GetParam())) GTEST_SKIP();
  Dense w;
  w.inputs = 256, w.units = 96, w.rows = 512;
  w.epilogue.steps = {{Fn::add, Operand::channel, 0, false}, {Fn::gelu, Operand::none, 0, false}};
  const OneKernel kernel(w, GetParam());
  constexpr int kRows = 60;
  const std::vector<float> x = some_floats(kRows * w.inputs, 1), bias = some_floats(w.units, 2);
  const std::size_t floats = static_cast<std::size_t>(kernel_elements(w));
  const std::unique_ptr<float, void (*)(void*)> weights(static_cast<float*>(std::aligned_alloc(64, floats * 4)),
                                                        std::free);
  const std::vector<float> values = some_floats(floats, 3);
  std::copy(values.begin(), values.end(), weights.get());
  std::vector<float> all(kRows * w.units), some(all.size());
  kernel.call(kRows, 1, {x.data(), weights.get(), bias.data(), all.data()});
  for (int rows = 1; rows <= 50; ++rows) {
    for (int first : {0, kRows - rows}) {
      kernel.call(rows, 1, {x.data() + first * w.inputs, weights.get(), bias.data(), some.data()});
      EXPECT_TRUE(same_bits(all.data() + first * w.units, some.data(), rows * w.units)) << rows << " rows";
    }
  }
}

// A query gives NaN where it is one, or sees a key that is one; a feature where it sees a value that is one. (A weight
// of 0 times a NaN is one, too, as in Keras.)
TEST_P(Sequences, AttentionKeepsANaN) {
  if (!host_has(GetParam())) GTEST_SKIP();
  for (const bool causal : {false, true}) {
    Attention w;
    w.heads = 1, w.head_dim = w.value_dim = 32, w.queries = w.keys = 64, w.scale = 0.2, w.causal = causal;
    w.query_stride = w.key_stride = w.value_stride = 32;
    const OneKernel kernel(w, GetParam());
    constexpr int kLength = 21, kAt = 11, kFeature = 5;
    for (const int which : {0, 1, 2}) {
      std::vector<float> in[] = {some_floats(kLength * 32, 1), some_floats(kLength * 32, 2),
                                 some_floats(kLength * 32, 3)};
      in[which][kAt * 32 + kFeature] = std::nanf("");
      std::vector<float> out(kLength * 32);
      kernel.call(1, kLength, {in[0].data(), in[1].data(), in[2].data(), out.data()});
      for (int i = 0; i < kLength * 32; ++i) {
        const int token = i / 32;
        const bool sees = which == 0 ? token == kAt : !causal || token >= kAt;
        if (which == 2 && !sees) continue;
        ASSERT_EQ(std::isnan(out[i]), sees && (which < 2 || i % 32 == kFeature))
            << "NaN in " << which << (causal ? ", causal" : "") << ": token " << token << ", feature " << i % 32;
      }
    }
  }
}

TEST_P(Sequences, PaddingDoesNotMatter) {
  if (!host_has(GetParam())) GTEST_SKIP();
  Attention w;
  w.heads = 2, w.head_dim = w.value_dim = 32, w.queries = w.keys = 64, w.scale = 0.2, w.masked = true;
  w.query_stride = w.key_stride = w.value_stride = 64;
  const OneKernel attention(w, GetParam()), pool(SequencePool{64, true}, GetParam());
  constexpr int kLength = 13;
  const std::vector<std::int32_t> keep(kLength, 1);
  std::vector<float> alone(kLength * 64), mean(64);
  const std::vector<float> sentence = some_floats(kLength * 64, 7, 3);
  attention.call(1, kLength, {sentence.data(), sentence.data(), sentence.data(), keep.data(), alone.data()});
  pool.call(1, kLength, {sentence.data(), keep.data(), mean.data()});
  for (int length : {14, 16, 31, 64}) {
    for (float padding : {0.0f, 1.0f, -3e38f, 3e38f}) {
      std::vector<float> padded(static_cast<std::size_t>(length) * 64, padding), out(padded.size()), padded_mean(64);
      std::copy(sentence.begin(), sentence.end(), padded.begin());
      std::vector<std::int32_t> mask(length, 0);
      std::fill(mask.begin(), mask.begin() + kLength, 1);
      attention.call(1, length, {padded.data(), padded.data(), padded.data(), mask.data(), out.data()});
      EXPECT_TRUE(same_bits(alone.data(), out.data(), alone.size())) << "padded to " << length << " with " << padding;
      pool.call(1, length, {padded.data(), mask.data(), padded_mean.data()});
      EXPECT_TRUE(same_bits(mean.data(), padded_mean.data(), 64)) << "padded to " << length << " with " << padding;
    }
  }
}

// An activation's largest error, relative to the largest result, for inputs of several sizes.
TEST_P(Sequences, ActivationsAreExactToAMillionth) {
  if (!host_has(GetParam())) GTEST_SKIP();
  for (Fn fn : {Fn::gelu, Fn::gelu_tanh, Fn::tanh, Fn::sigmoid, Fn::silu}) {
    Elementwise w;
    w.channels = 40000;
    w.in = w.out = dense_storage(1, 1, w.channels);
    w.chain.steps = {{fn, Operand::none, 0, false}};
    const OneKernel kernel(w, GetParam());
    for (float size : {1e-3f, 0.1f, 1.0f, 3.0f, 12.0f, 1000.0f}) {
      const std::vector<float> x = some_floats(w.channels, 11, size);
      std::vector<float> y(x.size());
      kernel.call(1, 1, {x.data(), y.data()});
      const std::vector<double> in(x.begin(), x.end());
      std::vector<double> exact(x.size());
      double* outputs[] = {exact.data()};
      elementwise_reference(w, 1, in.data(), static_cast<const double* const*>(nullptr), outputs);
      double most = 0, worst = 0;
      for (std::size_t i = 0; i < x.size(); ++i) {
        most = std::max(most, std::fabs(exact[i]));
        worst = std::max(worst, std::fabs(exact[i] - y[i]));
      }
      EXPECT_LE(worst, 1e-6 * most) << to_string(fn) << " of numbers up to " << size << ": " << worst / most;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, Sequences, testing::Values(Target::v3, Target::v4),
                         [](const auto& info) { return std::string(to_string(info.param)); });

}  // namespace
}  // namespace specimen::gen
