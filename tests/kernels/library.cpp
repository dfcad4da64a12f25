#include "library.h"

#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "compiler/compile.h"

namespace specimen::gen {
namespace {

// A thread's memory is a stack, as in the runtime: what is freed below the top stays until the top is freed.
struct Block {
  void* memory;
  std::size_t bytes;
  bool freed;
};
thread_local std::vector<Block> stack;
std::mutex runtime_mutex;

}  // namespace

extern "C" {

using Task = int (*)(void* runtime, int index, std::uint8_t* closure);

int specimen_v2_do_par_for(void* user_context, Task task, int first, int count, std::uint8_t* closure) {
  auto* runtime = static_cast<FakeRuntime*>(user_context);
  ++runtime->loops;
  runtime->most_tasks = std::max(runtime->most_tasks, count);
  if (runtime->threads == 1 || runtime->threads == -1) {
    for (int i = 0; i < count; ++i) {
      const int index = runtime->threads == 1 ? first + i : first + count - 1 - i;
      if (const int status = task(user_context, index, closure)) return status;
    }
    return 0;
  }
  std::atomic<int> next = first, failed = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < runtime->threads; ++t) {
    threads.emplace_back([&] {
      for (int i = next++; i < first + count; i = next++) {
        if (const int status = task(user_context, i, closure)) failed = status;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return failed;
}

void* specimen_v2_malloc(void* user_context, std::size_t bytes) {
  void* memory = std::aligned_alloc(64, (bytes + 63) / 64 * 64);
  stack.push_back({memory, bytes, false});
  std::size_t held = 0;
  for (const Block& block : stack) held += block.bytes;
  auto* runtime = static_cast<FakeRuntime*>(user_context);
  const std::lock_guard<std::mutex> lock(runtime_mutex);
  runtime->blocks.push_back(bytes);
  runtime->most_bytes = std::max(runtime->most_bytes, held);
  return memory;
}

void specimen_v2_free(void*, void* memory) {
  const auto found = std::find_if(stack.begin(), stack.end(),
                                  [&](const Block& block) { return !block.freed && block.memory == memory; });
  if (found == stack.end()) std::abort();
  found->freed = true;
  std::free(memory);
  while (!stack.empty() && stack.back().freed) stack.pop_back();
}

}  // extern "C"

bool host_has(Target target) {
  const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool v4 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                  __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                  __builtin_cpu_supports("avx512cd");
  return target == Target::v4 ? v3 && v4 : v3;
}

std::vector<Instance> by_rule(const std::vector<Problem>& problems, Target target) {
  std::vector<Instance> instances;
  for (const Problem& problem : problems) {
    instances.push_back(
        {"t" + std::to_string(instances.size()) + "_" + symbol_stem(problem), problem, rule(problem, target), target});
  }
  return instances;
}

KernelLibrary::KernelLibrary(const std::vector<Instance>& instances) {
  namespace fs = std::filesystem;
  static std::atomic<int> counter = 0;
  directory_ =
      (fs::temp_directory_path() / ("specimen_kernels_" + std::to_string(getpid()) + "_" + std::to_string(counter++)))
          .string();
  CompileOptions options;
  options.out = directory_;
  options.cache = std::string(SPECIMEN_BINARY_DIR) + "/../kernel-cache";
  options.jobs = 2;
  std::string error;
  if (!compile_all(instances, options, &error)) throw std::runtime_error(error);
  std::vector<std::string> objects;
  for (const Instance& instance : instances) objects.push_back(object(instance));
  if (!link_shared(objects, directory_ + "/kernels.so", &error)) throw std::runtime_error(error);
  handle_ = dlopen((directory_ + "/kernels.so").c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle_) throw std::runtime_error(dlerror());
}

KernelLibrary::~KernelLibrary() {
  if (handle_) dlclose(handle_);
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

void* KernelLibrary::find(const Instance& instance) const {
  return dlsym(handle_, (instance.symbol + "__" + to_string(instance.target)).c_str());
}

std::string KernelLibrary::object(const Instance& instance) const {
  return directory_ + "/" + instance.symbol + "__" + to_string(instance.target) + ".o";
}

namespace {

template <std::size_t... I>
int call_with(void* kernel, const void* context, void* const* buffers, std::index_sequence<I...>) {
  return reinterpret_cast<int (*)(const void*, decltype(void(I), static_cast<void*>(nullptr))...)>(kernel)(
      context, buffers[I]...);
}

template <std::size_t... Counts>
int call_any(void* kernel, const void* context, void* const* buffers, std::size_t count,
             std::index_sequence<Counts...>) {
  int status = -1;
  ((Counts == count ? void(status = call_with(kernel, context, buffers, std::make_index_sequence<Counts>())) : void()),
   ...);
  return status;
}

}  // namespace

int call(void* kernel, FakeRuntime* runtime, void* const* buffers, int count) {
  return call_any(kernel, runtime, buffers, static_cast<std::size_t>(count), std::make_index_sequence<13>());
}

}  // namespace specimen::gen
