#include "compiler/runner.h"

#include <HalideRuntime.h>
#include <dlfcn.h>
#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

#include "base/progress.h"
#include "base/runtime.h"
#include "base/temporary_directory.h"
#include "compiler/compile.h"
#include "runtime/core/context.h"

namespace specimen::gen {
namespace {

// Pages of 2 MB where the system has them, as the runtime's weights.
struct Pages {
  explicit Pages(std::size_t bytes) : bytes_((bytes + kPage - 1) / kPage * kPage) {
    base_ = std::aligned_alloc(kPage, bytes_);
    madvise(base_, bytes_, MADV_HUGEPAGE);
  }
  ~Pages() { std::free(base_); }
  Pages(const Pages&) = delete;
  std::uint8_t* data() { return static_cast<std::uint8_t*>(base_); }

 private:
  static constexpr std::size_t kPage = std::size_t{2} << 20;
  std::size_t bytes_;
  void* base_;
};

struct Buffer {
  std::unique_ptr<Pages> pages;
  std::size_t step = 0;  // bytes between copies
  halide_buffer_t buffer = {};
  halide_dimension_t dims[4] = {};
};

constexpr std::size_t kPageBytes = 4096;
std::size_t in_pages(std::size_t bytes) { return (bytes + kPageBytes - 1) / kPageBytes * kPageBytes; }

constexpr std::size_t kColdBytes = std::size_t{128} << 20;

// Values of a network's size: no denormals, no overflow.
void fill(float* floats, std::size_t count) {
  std::uint32_t state = 12345;
  for (std::size_t i = 0; i < count; ++i) {
    state = state * 1664525u + 1013904223u;
    floats[i] = static_cast<float>(static_cast<std::int32_t>(state >> 8) - (1 << 23)) * 0x1p-23f;
  }
}

template <std::size_t... I>
int call(void* kernel, const void* context, void* const* buffers, std::index_sequence<I...>) {
  return reinterpret_cast<int (*)(const void*, decltype(void(I), static_cast<void*>(nullptr))...)>(kernel)(
      context, buffers[I]...);
}
template <std::size_t... Counts>
void call_any(void* kernel, const void* context, const std::vector<void*>& buffers, std::index_sequence<Counts...>) {
  ((Counts == buffers.size() ? void(call(kernel, context, buffers.data(), std::make_index_sequence<Counts>()))
                             : void()),
   ...);
}

bool has_batch(const KernelArgument& argument) { return !argument.shape.empty() && argument.shape[0] == kBatch; }
bool has_sequence(const KernelArgument& argument) { return length_of(argument) != 0; }

// Tokens of one text, queries or keys.
int tokens_of(const Problem& problem, int length, const RunOptions& options) {
  const KernelTraits of = traits(problem);
  const int most = length == kKeys ? of.keys : of.queries;
  return most > 0 ? std::min(most, options.sequence) : options.sequence;
}

// How many images, rows or tokens an argument holds. Where nothing says how long the sequences are, tokens are rows.
int count_of(const Problem& problem, const KernelArgument& argument, bool sequences, const RunOptions& options) {
  if (!has_batch(argument)) return 1;
  return has_sequence(argument) || (!sequences && argument.shape.size() == 2)
             ? options.batch * tokens_of(problem, length_of(argument), options)
             : options.batch;
}

// Ids that are apart, or a mask that keeps all.
void fill_tokens(const KernelArgument& argument, std::int32_t* tokens, std::size_t count) {
  const bool ids = argument.below > 2;
  std::uint32_t state = 12345;
  for (std::size_t i = 0; i < count; ++i) {
    state = state * 1664525u + 1013904223u;
    tokens[i] = ids ? static_cast<std::int32_t>((state >> 8) % static_cast<std::uint32_t>(argument.below)) : 1;
  }
}

constexpr FunctionInfo kFunction = {"kernels", nullptr, 0, nullptr, 0, nullptr, 0, 0};

// A model as the runtime sees it, whose context has threads and memory for each of these kernels.
ModelInfo model_of(const std::vector<Instance>& instances) {
  ModelInfo info = {};
  info.name = kFunction.name;
  info.functions = &kFunction;
  info.function_count = 1;
  info.max_batch = 1;
  for (const Instance& instance : instances) {
    const std::int64_t bytes = workspace_bytes(instance.problem, instance.schedule, instance.target);
    info.thread_memory_bytes = std::max(info.thread_memory_bytes, static_cast<std::size_t>(bytes));
  }
  return info;
}

Timing time_kernel(void* kernel, const Instance& instance, Context* context, const RunOptions& options) {
  std::vector<std::unique_ptr<Buffer>> list;
  std::vector<void*> pointers;
  std::size_t weight_bytes = 0;
  const std::vector<KernelArgument> described = arguments(instance.problem);
  const bool sequences = std::any_of(described.begin(), described.end(), has_sequence);
  for (const KernelArgument& argument : described) {
    if (argument.role == Role::weight) weight_bytes += in_pages(argument.elements * dtype_bytes(argument.type));
  }
  const std::size_t copies = options.cold && weight_bytes > 0 ? kColdBytes / weight_bytes + 2 : 1;
  for (const KernelArgument& argument : described) {
    auto one = std::make_unique<Buffer>();
    const bool weight = argument.role == Role::weight;
    const std::size_t count = weight ? copies : 1;
    const int held = count_of(instance.problem, argument, sequences, options);
    const std::size_t elements = argument.elements + static_cast<std::size_t>(held - 1) * argument.storage.example;
    one->step = in_pages(elements * dtype_bytes(argument.type)) + (weight ? 0 : kPageBytes);
    one->pages = std::make_unique<Pages>(one->step * count);
    if (argument.type == DType::i32) {
      fill_tokens(argument, reinterpret_cast<std::int32_t*>(one->pages->data()), elements);
    } else {
      fill(reinterpret_cast<float*>(one->pages->data()), one->step * count / sizeof(float));
    }
    one->buffer.host = one->pages->data();
    one->buffer.type = halide_type_t(argument.type == DType::i32 ? halide_type_int : halide_type_float, 32);
    one->buffer.dimensions = static_cast<int>(argument.shape.size());
    one->buffer.dim = one->dims;
    if (has_batch(argument)) {  // everything of a weight is known
      halide_dimension_t* batch = &one->dims[argument.shape.size() - 1];
      batch->extent = has_sequence(argument) ? options.batch : held;
      if (has_sequence(argument)) {
        batch[-1].extent = tokens_of(instance.problem, length_of(argument), options);
        batch->stride = batch[-1].extent * argument.storage.pixel;
      }
    }
    pointers.push_back(&one->buffer);
    list.push_back(std::move(one));
  }
  // As plans do it: a residual is overwritten by the sum.
  const std::vector<InPlace> pairs = in_place(instance.problem);
  if (!pairs.empty()) list[pairs[0].output]->buffer.host = list[pairs[0].residual]->buffer.host;
  std::size_t turn = 0;
  const Running running(*context, kFunction);  // threads look for work between loops, as while a model runs
  return time_runs(
      [&] {
        for (std::size_t i = 0; i < list.size(); ++i) {
          if (described[i].role != Role::weight) continue;
          list[i]->buffer.host = list[i]->pages->data() + turn % copies * list[i]->step;
        }
        ++turn;
        call_any(kernel, context->worker(), pointers, std::make_index_sequence<13>());
      },
      options.seconds);
}

}  // namespace

double repeats(const Problem& problem, const RunOptions& options) {
  if (const KernelTraits of = traits(problem); of.queries > 0) {
    return double(options.batch) * tokens_of(problem, kSequence, options) / of.queries *
           tokens_of(problem, kKeys, options) / of.keys;
  }
  const std::vector<KernelArgument> described = arguments(problem);
  const bool sequences = std::any_of(described.begin(), described.end(), has_sequence);
  const auto batched = std::find_if(described.begin(), described.end(), has_batch);
  return batched == described.end() ? 1 : count_of(problem, *batched, sequences, options);
}

double touched_bytes(const Problem& problem, const RunOptions& options) {
  const std::vector<KernelArgument> described = arguments(problem);
  const bool sequences = std::any_of(described.begin(), described.end(), has_sequence);
  double elements = 0;
  for (const KernelArgument& argument : described) {
    double count = count_of(problem, argument, sequences, options);
    for (int extent : argument.shape) count *= extent < 0 ? 1 : extent;
    elements += count;
  }
  return elements * sizeof(float);
}

std::vector<Measured> measure(const std::vector<Instance>& instances, const RunOptions& options) {
  std::vector<Measured> results(instances.size());
  const TemporaryDirectory directory;
  if (!directory.valid()) throw std::system_error(errno, std::generic_category(), TemporaryDirectory::system_parent());
  // Candidates share a symbol: numbers tell them apart.
  std::vector<Instance> numbered = instances;
  for (std::size_t i = 0; i < numbered.size(); ++i) numbered[i].symbol = "k" + std::to_string(i);
  CompileOptions compile;
  compile.out = directory.path();
  compile.cache = options.cache;
  compile.jobs = options.jobs;
  compile.progress = shown_progress("kernels compiled");
  std::string error;
  compile_all(numbered, compile, &error);  // what did not compile is missing below
  const ModelInfo info = model_of(numbered);
  ContextOptions threads;
  threads.threads = options.threads;
  Context context;
  if (const Status status = context.create(info, threads); !status) {
    for (Measured& result : results) result.error = status.message();
    return results;
  }
  Progress timed("kernels timed", numbered.size());
  for (std::size_t i = 0; i < numbered.size(); ++i) {
    const std::string symbol = numbered[i].symbol + "__" + to_string(numbered[i].target);
    const std::string stem = directory.file(symbol);
    if (!std::filesystem::exists(stem + ".o")) {
      const std::size_t at = error.find(symbol + ": ");
      results[i].error = at == std::string::npos ? "did not compile" : error.substr(at, error.find('\n', at) - at);
      continue;
    }
    if (!link_shared({stem + ".o"}, stem + ".so", &results[i].error)) continue;
    void* handle = dlopen((stem + ".so").c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
      results[i].error = dlerror();
      continue;
    }
    results[i].time = time_kernel(dlsym(handle, symbol.c_str()), numbered[i], &context, options);
    results[i].ok = true;
    dlclose(handle);
    timed.show(i + 1, instances[i].symbol);
  }
  return results;
}

}  // namespace specimen::gen
