// Kernels compiled for a test and loaded into it, and what the runtime would do for them.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "kernels/catalog.h"

namespace specimen::gen {

bool host_has(Target target);

// One kernel for each `problem`, by rule; symbols are unique.
std::vector<Instance> by_rule(const std::vector<Problem>& problems, Target target);

class KernelLibrary {
 public:
  // Compiles (what the cache of earlier runs does not know), links, loads. Throws std::runtime_error with every
  // message.
  explicit KernelLibrary(const std::vector<Instance>& instances);
  ~KernelLibrary();
  KernelLibrary(const KernelLibrary&) = delete;

  void* find(const Instance& instance) const;
  std::string object(const Instance& instance) const;  // path

 private:
  std::string directory_;
  void* handle_ = nullptr;
};

// How the test runs a kernel's parallel loops, and what it saw of its memory.
struct FakeRuntime {
  int threads = 1;                  // 1: in order; more: on that many threads; -1: in reverse order
  std::size_t most_bytes = 0;       // of one thread's stack of blocks
  std::vector<std::size_t> blocks;  // every one asked for
  int loops = 0;                    // parallel loops entered
  int most_tasks = 0;               // of one loop
};

// Calls a kernel with `count` buffers.
int call(void* kernel, FakeRuntime* runtime, void* const* buffers, int count);

}  // namespace specimen::gen
