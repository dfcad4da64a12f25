// What one caller of a model owns: an arena for activations, memory for each thread, and the hooks of the host program.
// The generated Context of a model is one of these, with its weights and kernels.
#ifndef SPECIMEN_V2_CORE_CONTEXT_H
#define SPECIMEN_V2_CORE_CONTEXT_H

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <string>

#include "arena.h"
#include "float_mode.h"
#include "info.h"
#include "memory.h"
#include "states.h"
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
  ConstTokens indices;                    // in its place where that is int32: `value` has no data then
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
  ModelState* state = nullptr;  // shared with other contexts; must outlive this one. Null: one of its own
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

  // What the context remembers of earlier runs is forgotten: lengths are 0, states have their initial values. Between
  // runs.
  void reset();
  std::size_t state_bytes() const { return states_.bytes(); }

  // Below: for generated code and the runtime itself.

  Status create(const ModelInfo& info, const ContextOptions& options);

  // Compares a view with what the model declares, for one run's values of the model's symbols: its own struct Sizes. Of
  // ids, every value too. Errors: invalid_argument.
  template <class View, class Sizes>
  Status check(const TensorInfo& declared, View view, const Sizes& n) const {
    std::int64_t sizes[sizeof(Sizes) / sizeof(std::int64_t)];
    std::memcpy(sizes, &n, sizeof n);
    return check_view(declared, view, sizes);
  }

  Worker* worker() { return &workers_[0]; }
  // What has no batch is at the beginning of the arena.
  Arena arena(std::int64_t batch) const { return {arena_ + info_->arena_fixed_bytes * kRealScale, batch, arena_}; }

  // The state of that path, its capacity included.
  Tensor state(const std::string& path) const;
  // How much the states hold whose length is that symbol.
  std::int64_t length(int symbol) const { return lengths_ ? lengths_[static_cast<std::size_t>(symbol)] : 0; }
  // Whether a run over `batch` examples can add as much to a length: the states have room, and hold as many examples.
  // Errors: out_of_range, invalid_argument.
  Status check_length(int symbol, std::int64_t more, std::int64_t batch) const;
  // After a run over `batch` examples that appended to states.
  void add_length(int symbol, std::int64_t more, std::int64_t batch);

  // After each op: its result, and what it wrote.
  void done(int result, ConstTensor y) {
    result_ |= result;
    if (observer_.observe) observe(y);
    ++op_;
  }
  void done(int result, ConstTokens y) {
    result_ |= result;
    if (observer_.observe) observe(y);
    ++op_;
  }

  int parallel_for(int (*task)(void*, int, std::uint8_t*), int first, int count, std::uint8_t* closure);
  void* allocate_heap(std::size_t bytes);

 private:
  friend class Running;

  Status check_view(const TensorInfo& declared, ConstTensor view, const std::int64_t* sizes) const;
  Status check_view(const TensorInfo& declared, ConstTokens view, const std::int64_t* sizes) const;
  // Of an output: what is in it does not matter.
  Status check_view(const TensorInfo& declared, Indices view, const std::int64_t* sizes) const;
  template <class T>
  Status check_shape(const TensorInfo& declared, const TensorView<T>& view, const std::int64_t* sizes) const;
  Status create_states(const ContextOptions& options);
  void observe(ConstTensor y);
  void observe(ConstTokens y);
  void observe(ConstTensor y, ConstTokens indices);

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
  States states_;
  ModelState own_state_;
  ModelState* model_state_ = nullptr;
  std::unique_ptr<std::int64_t[]> lengths_;  // of each symbol; null: the model has no states
  std::int64_t state_batch_ = 0;             // examples that the states hold
  const FunctionInfo* function_ = nullptr;   // that runs
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

  // False: another thread is running this context, or one that shares its state.
  bool entered() const { return entered_; }
  Status finish();

 private:
  Context& context_;
  bool entered_;
  FloatMode float_mode_;
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_CONTEXT_H
