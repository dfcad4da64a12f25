#include "context.h"

#include <cstdio>
#include <cstdlib>
#include <new>

#include "os.h"

namespace specimen_v2 {

namespace {

// A text like (batch, 28, 28, 1); cut where it does not fit.
struct ShapeText {
  char text[96] = "(";

  ShapeText(int rank, const std::int64_t* extents) {
    int at = 1;
    for (int d = 0; d < rank && d < kMaxRank; ++d) {
      const char* separator = d ? ", " : "";
      at += extents[d] < 0
                ? std::snprintf(text + at, sizeof text - at, "%s%s", separator,
                                extents[d] == kBatch ? "batch" : "sequence")
                : std::snprintf(text + at, sizeof text - at, "%s%lld", separator, static_cast<long long>(extents[d]));
      if (at >= static_cast<int>(sizeof text) - 2) return;
    }
    std::snprintf(text + at, sizeof text - at, ")");
  }
};

constexpr std::size_t kArenaSlack = 4096;                 // kernels may read a vector past the last buffer
constexpr std::size_t kBlockSlack = 16 * 2 * kAlignment;  // around the blocks that one kernel holds at a time

struct Loop {
  Worker* workers;
  int participants;
  int (*task)(void*, int, std::uint8_t*);
  std::uint8_t* closure;
  std::atomic<int> result{0};
};

// Tasks of the participant's own share first: it wrote the rows that they read.
void participate(void* data, int index) {
  Loop& loop = *static_cast<Loop*>(data);
  Worker& me = loop.workers[index];
  FloatMode mode;
  me.in_loop = true;
  for (int k = 0; k < loop.participants; ++k) {
    Worker& owner = loop.workers[(index + k) % loop.participants];
    for (;;) {
      const int task = owner.next.fetch_add(1, std::memory_order_relaxed);
      if (task >= owner.end) break;
      const int result = loop.task(&me, task, loop.closure);
      if (result != 0) loop.result.store(result, std::memory_order_relaxed);
    }
  }
  me.in_loop = false;
}

}  // namespace

Context::~Context() = default;

Status Context::create(const ModelInfo& info, const ContextOptions& options) {
  if (info_) return Status(StatusCode::invalid_argument, "this context of %s is already made", info.name);
  if (options.batch < 0 || options.batch > info.max_batch) {
    return Status(StatusCode::invalid_argument, "batch %d: %s takes 1 to %d", options.batch, info.name, info.max_batch);
  }
  if (options.threads < 0 || options.threads > ThreadPool::kMaxThreads) {
    return Status(StatusCode::invalid_argument, "%d threads: 1 to %d are possible, 0 means one for each processor",
                  options.threads, ThreadPool::kMaxThreads);
  }
  max_batch_ = options.batch ? options.batch : info.max_batch;
  observer_ = options.observer;
  log_ = options.log;
  parallel_ = options.parallel;
  if (parallel_.run) {
    threads_ = options.threads ? options.threads : 1;
  } else if (options.pool) {
    pool_ = options.pool;
    threads_ = pool_->threads();
  } else {
    own_pool_.reset(new (std::nothrow) ThreadPool);
    if (!own_pool_) return Status(StatusCode::out_of_memory, "no memory for the thread pool");
    if (Status status = own_pool_->start(options.threads); !status) {
      if (status.code() != StatusCode::internal) return status;
      if (log_.log) log_.log(log_.data, status.message());  // fewer threads than asked for: slower, and right
    }
    pool_ = own_pool_.get();
    threads_ = pool_->threads();
  }

  arena_bytes_ = arena_bytes_for(info, max_batch_);
  if (options.arena) {
    if (reinterpret_cast<std::uintptr_t>(options.arena) % kAlignment != 0 || options.arena_bytes < arena_bytes_) {
      return Status(StatusCode::invalid_argument,
                    "the arena of %s needs %zu bytes, aligned to %zu; %zu at %p were given", info.name, arena_bytes_,
                    kAlignment, options.arena_bytes, options.arena);
    }
    arena_ = static_cast<char*>(options.arena);
  } else {
    if (Status status = arena_memory_.allocate(arena_bytes_, options.memory, "the arena"); !status) return status;
    arena_ = arena_memory_.data();
  }

  // A line between two threads' memory, so that neither writes into a line that the other reads.
  const std::size_t each = align(info.thread_memory_bytes) + kBlockSlack + kAlignment;
  workers_.reset(new (std::nothrow) Worker[threads_]);
  if (!workers_) return Status(StatusCode::out_of_memory, "no memory for %d threads", threads_);
  if (Status status = thread_memory_.allocate(each * threads_, options.memory, "the threads"); !status) return status;
  for (int i = 0; i < threads_; ++i) {
    workers_[i].context = this;
    workers_[i].memory = thread_memory_.data() + each * i;
    workers_[i].capacity = each - kAlignment;
  }
  info_ = &info;
  return Status();
}

std::size_t Context::arena_bytes_for(const ModelInfo& info, int batch) {
  return static_cast<std::size_t>(info.arena_bytes_per_example * kRealScale) * static_cast<std::size_t>(batch) +
         kArenaSlack;
}

template <class T>
Status Context::check_shape(const TensorInfo& declared, const TensorView<T>& view, std::int64_t batch,
                            std::int64_t sequence) const {
  if (!info_) return Status(StatusCode::invalid_argument, "the context was not made");
  if (!view.data) return Status(StatusCode::invalid_argument, "%s: no data", declared.name);
  bool equal = view.rank == declared.rank && view.dtype == declared.dtype;
  bool has_sequence = false;
  for (int d = 0; d < declared.rank; ++d) has_sequence = has_sequence || declared.extent[d] == kSequence;
  for (int d = 0; equal && d < declared.rank; ++d) {
    const std::int64_t extent = declared.extent[d];
    equal = view.extent[d] == (extent == kBatch ? batch : extent == kSequence ? sequence : extent);
  }
  if (!equal) {
    return Status(StatusCode::invalid_argument,
                  "%s: the shape is %s, the model takes %s, with the same batch%s everywhere", declared.name,
                  ShapeText(view.rank, view.extent).text, ShapeText(declared.rank, declared.extent).text,
                  has_sequence ? " and sequence" : "");
  }
  if (batch < 1 || batch > max_batch_) {
    return Status(StatusCode::invalid_argument, "%s: a batch of %lld; this context was made for 1 to %d", declared.name,
                  static_cast<long long>(batch), max_batch_);
  }
  if (has_sequence && (sequence < 1 || sequence > info_->max_sequence)) {
    return Status(StatusCode::invalid_argument, "%s: a sequence of %lld; %s takes 1 to %d", declared.name,
                  static_cast<long long>(sequence), info_->name, info_->max_sequence);
  }
  if (!view.is_dense()) {
    return Status(StatusCode::invalid_argument, "%s: the view has gaps; copy it to dense memory first", declared.name);
  }
  return Status();
}

Status Context::check(const TensorInfo& declared, ConstTensor view, std::int64_t batch, std::int64_t sequence) const {
  return check_shape(declared, view, batch, sequence);
}

Status Context::check(const TensorInfo& declared, ConstTokens view, std::int64_t batch, std::int64_t sequence) const {
  if (Status status = check_shape(declared, view, batch, sequence); !status) return status;
  const std::int64_t count = view.elements(), each = count / batch;  // the view is dense, whatever its rank
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int32_t value = view.data[i];
    if (value >= 0 && value < declared.below) continue;
    return Status(StatusCode::invalid_argument, "%s: %d at position %lld of example %lld is not one of 0 to %d",
                  declared.name, value, static_cast<long long>(i % each), static_cast<long long>(i / each),
                  declared.below - 1);
  }
  return Status();
}

void Context::observe(ConstTensor y) {
  ObservedOp op;
  op.end_ns = now_ns();
  op.begin_ns = op_begin_ns_;
  op.index = op_;
  op.path = op_ < function_->op_count ? function_->ops[op_].path : "";
  op.value = y;
  observer_.observe(observer_.data, op);
  op_begin_ns_ = now_ns();
}

int Context::parallel_for(int (*task)(void*, int, std::uint8_t*), int first, int count, std::uint8_t* closure) {
  const int participants = count < threads_ ? count : threads_;
  Loop loop{workers_.get(), participants, task, closure};
  for (int i = 0; i < participants; ++i) {
    workers_[i].next.store(first + static_cast<int>(std::int64_t{count} * i / participants), std::memory_order_relaxed);
    workers_[i].end = first + static_cast<int>(std::int64_t{count} * (i + 1) / participants);
  }
  if (parallel_.run) {
    parallel_.run(parallel_.data, participants, participate, &loop);
  } else {
    pool_->run(participants, participate, &loop);
  }
  return loop.result.load(std::memory_order_relaxed);
}

void* Context::allocate_heap(std::size_t bytes) {
  heap_allocations_.fetch_add(1, std::memory_order_relaxed);
  return std::aligned_alloc(kAlignment, bytes);
}

Running::Running(Context& context, const FunctionInfo& function)
    : context_(context), entered_(!context.running_.exchange(true, std::memory_order_acquire)) {
  if (!entered_) return;
  context.function_ = &function;
  context.op_ = 0;
  context.result_ = 0;
  if (context.pool_) context.pool_->begin();
  if (context.observer_.observe) context.op_begin_ns_ = now_ns();
}

Running::~Running() {
  if (!entered_) return;
  if (context_.pool_) context_.pool_->end();
  context_.running_.store(false, std::memory_order_release);
}

Status Running::finish() {
  if (context_.result_ == 0) return Status();
  return Status(StatusCode::internal, "a kernel of %s returned %d", context_.info_->name, context_.result_);
}

}  // namespace specimen_v2
