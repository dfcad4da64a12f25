// What one caller of a model owns: an arena for activations, memory for each thread, and the hooks of the host program.
// The generated Context of a model is one of these, with its weights and kernels.
#ifndef SPECIMEN_V2_CORE_CONTEXT_H
#define SPECIMEN_V2_CORE_CONTEXT_H

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "float_mode.h"
#include "info.h"
#include "memory.h"
#include "arena.h"
#include "status.h"
#include "tensor.h"
#include "threads.h"
#include "version.h"

namespace specimen_v2 {

class Context;

// An op that ran. Its time is that since the op before it, so what fills padding in between counts; the observer's own
// does not.
struct ObservedOp {
  int index = 0;                          // in FunctionInfo::ops
  const char* path = "";                  // stage1/block2/a
  ConstTensor value;                      // what it wrote; valid during the call only
  std::int64_t begin_ns = 0, end_ns = 0;  // monotonic
};

// Called after each op.
struct Observer {
  void (*observe)(void* data, const ObservedOp& op) = nullptr;
  void* data = nullptr;
};

struct LogHook {
  void (*log)(void* data, const char* message) = nullptr;
  void* data = nullptr;
};

struct ContextOptions {
  int threads = 0;             // 0: as many as the process may use. Ignored with `pool`
  int batch = 0;               // the largest batch that will come; 0: the model's own maximum
  ThreadPool* pool = nullptr;  // shared with other contexts; must outlive this one. Null: a pool of its own
  ParallelHook parallel;       // the host program's threads instead of a pool; `threads` of them at most
  MemoryHook memory;
  void* arena = nullptr;  // memory of the caller for the arena, aligned to 64 bytes, instead of our own
  std::size_t arena_bytes = 0;
  Observer observer;
  LogHook log;
};

// One participant of parallel loops: what kernels get as their user context.
struct alignas(64) Worker {
  Context* context = nullptr;
  char* memory = nullptr;  // a stack: what kernels allocate
  std::size_t capacity = 0, used = 0;
  bool in_loop = false;
  // Its share of the current loop: tasks next .. end - 1, from which the others take when they have none left.
  alignas(64) std::atomic<int> next{0};
  int end = 0;
};

// Not copied, not moved: kernels hold its address. Used by one thread at a time.
class SPECIMEN_V2_API Context {
 public:
  Context() = default;
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  const ModelInfo* info() const { return info_; }  // null before create
  int threads() const { return threads_; }
  int max_batch() const { return max_batch_; }
  std::size_t arena_bytes() const { return arena_bytes_; }
  // What a context for that batch needs of a caller that brings its own arena.
  static std::size_t arena_bytes_for(const ModelInfo& info, int batch);

  // Kernel memory that did not fit what the plan foresaw and came from the heap. Zero, or a bug in ours.
  std::int64_t heap_allocations() const { return heap_allocations_.load(std::memory_order_relaxed); }

  // Below: for generated code and the runtime itself.

  Status create(const ModelInfo& info, const ContextOptions& options);

  // Compares a view with what the model declares; `sequence` counts in models that have one. Of ids, every value too.
  // Errors: invalid_argument.
  Status check(const TensorInfo& declared, ConstTensor view, std::int64_t batch, std::int64_t sequence = 0) const;
  Status check(const TensorInfo& declared, ConstTokens view, std::int64_t batch, std::int64_t sequence = 0) const;

  Worker* worker() { return &workers_[0]; }
  Arena arena(std::int64_t batch, std::int64_t sequence = 0) const { return {arena_, batch, sequence}; }

  // After each op: its result, and what it wrote.
  void done(int result, ConstTensor y) {
    result_ |= result;
    if (observer_.observe) observe(y);
    ++op_;
  }

  int parallel_for(int (*task)(void*, int, std::uint8_t*), int first, int count, std::uint8_t* closure);
  void* allocate_heap(std::size_t bytes);

 private:
  friend class Running;

  template <class T>
  Status check_shape(const TensorInfo& declared, const TensorView<T>& view, std::int64_t batch,
                     std::int64_t sequence) const;
  void observe(ConstTensor y);

  const ModelInfo* info_ = nullptr;
  std::unique_ptr<Worker[]> workers_;
  int threads_ = 0;
  std::unique_ptr<ThreadPool> own_pool_;
  ThreadPool* pool_ = nullptr;
  ParallelHook parallel_;
  Observer observer_;
  LogHook log_;
  Memory arena_memory_, thread_memory_;
  char* arena_ = nullptr;
  std::size_t arena_bytes_ = 0;
  int max_batch_ = 0;
  const FunctionInfo* function_ = nullptr;  // that runs
  int op_ = 0;
  std::int64_t op_begin_ns_ = 0;  // with an observer
  int result_ = 0;
  std::atomic<bool> running_{false};
  std::atomic<std::int64_t> heap_allocations_{0};
};

// One run of a function of a model, from its checks to its end: the floating point mode is set, the threads are awake.
class Running {
 public:
  Running(Context& context, const FunctionInfo& function);
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  // False: another thread is running this context.
  bool entered() const { return entered_; }
  Status finish();

 private:
  Context& context_;
  bool entered_;
  FloatMode float_mode_;
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_CONTEXT_H
