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

  ShapeText(int rank, const std::int64_t* extents, const ModelInfo& info) {
    int at = 1;
    for (int d = 0; d < rank && d < kMaxRank; ++d) {
      const char* separator = d ? ", " : "";
      at += extents[d] < 0
                ? std::snprintf(text + at, sizeof text - at, "%s%s", separator, info.symbol(extents[d]).name)
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
  if (Status status = create_states(options); !status) {
    info_ = nullptr;
    return status;
  }
  return Status();
}

std::size_t Context::arena_bytes_for(const ModelInfo& info, int batch) {
  const std::int64_t bytes = info.arena_fixed_bytes + info.arena_bytes_per_example * batch;
  return static_cast<std::size_t>(bytes * kRealScale) + kArenaSlack;
}

template <class T>
Status Context::check_shape(const TensorInfo& declared, const TensorView<T>& view, const std::int64_t* sizes) const {
  if (!info_) return Status(StatusCode::invalid_argument, "the context was not made");
  if (!view.data) return Status(StatusCode::invalid_argument, "%s: no data", declared.name);
  bool equal = view.rank == declared.rank && view.dtype == declared.dtype;
  const SymbolInfo* symbol = nullptr;  // after the batch
  for (int d = 0; d < declared.rank; ++d) {
    if (declared.extent[d] < kBatch) symbol = &info_->symbol(declared.extent[d]);
  }
  for (int d = 0; equal && d < declared.rank; ++d) {
    const std::int64_t extent = declared.extent[d];
    equal = view.extent[d] == (extent < 0 ? sizes[-1 - extent] : extent);
  }
  if (!equal) {
    // What a caller gave may be below 0: a number, no symbol.
    std::int64_t given[kMaxRank];
    for (int d = 0; d < view.rank && d < kMaxRank; ++d) given[d] = view.extent[d] < 0 ? 0 : view.extent[d];
    return Status(StatusCode::invalid_argument,
                  "%s: the shape is %s, the model takes %s, with the same batch%s%s everywhere", declared.name,
                  ShapeText(view.rank, given, *info_).text, ShapeText(declared.rank, declared.extent, *info_).text,
                  symbol ? " and " : "", symbol ? symbol->name : "");
  }
  const std::int64_t batch = sizes[0];
  if (batch < 1 || batch > max_batch_) {
    return Status(StatusCode::invalid_argument, "%s: a batch of %lld; this context was made for 1 to %d", declared.name,
                  static_cast<long long>(batch), max_batch_);
  }
  for (int d = 0; d < declared.rank; ++d) {
    if (declared.extent[d] >= kBatch) continue;
    const SymbolInfo& s = info_->symbol(declared.extent[d]);
    const std::int64_t value = sizes[-1 - declared.extent[d]];
    if (value >= 1 && value <= s.max) continue;
    return Status(StatusCode::invalid_argument, "%s: a %s of %lld; %s takes 1 to %lld", declared.name, s.name,
                  static_cast<long long>(value), info_->name, static_cast<long long>(s.max));
  }
  if (!view.is_dense()) {
    return Status(StatusCode::invalid_argument, "%s: the view has gaps; copy it to dense memory first", declared.name);
  }
  return Status();
}

Status Context::check_view(const TensorInfo& declared, ConstTensor view, const std::int64_t* sizes) const {
  return check_shape(declared, view, sizes);
}

Status Context::check_view(const TensorInfo& declared, ConstTokens view, const std::int64_t* sizes) const {
  if (Status status = check_shape(declared, view, sizes); !status) return status;
  // The view is dense, whatever its rank.
  const std::int64_t count = view.elements(), each = count / sizes[0];
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int32_t value = view.data[i];
    if (value >= 0 && value < declared.below) continue;
    return Status(StatusCode::invalid_argument, "%s: %d at position %lld of example %lld is not one of 0 to %d",
                  declared.name, value, static_cast<long long>(i % each), static_cast<long long>(i / each),
                  declared.below - 1);
  }
  return Status();
}

Status Context::create_states(const ContextOptions& options) {
  const ModelInfo& info = *info_;
  if (info.state_count == 0) return Status();
  lengths_.reset(new (std::nothrow) std::int64_t[static_cast<std::size_t>(info.symbol_count)]());
  if (!lengths_) return Status(StatusCode::out_of_memory, "no memory for the states of %s", info.name);
  if (Status status = states_.create(info, StateOwner::context, max_batch_, options.memory); !status) return status;
  model_state_ = options.state;
  if (model_state_) return Status();
  model_state_ = &own_state_;
  return own_state_.create(info, options.memory);
}

void Context::reset() {
  if (!lengths_) return;
  for (int s = 0; s < info_->symbol_count; ++s) lengths_[s] = 0;
  state_batch_ = 0;
  states_.reset();
}

Tensor Context::state(const std::string& path) const {
  const Tensor own = states_.find(path);
  return own.data || !model_state_ ? own : model_state_->states().find(path);
}

Status Context::check_length(int symbol, std::int64_t more, std::int64_t batch) const {
  const SymbolInfo& length = info_->symbols[symbol];
  if (state_batch_ != 0 && batch != state_batch_) {
    return Status(StatusCode::invalid_argument, "a batch of %lld; the states hold %lld examples, until reset",
                  static_cast<long long>(batch), static_cast<long long>(state_batch_));
  }
  if (lengths_[symbol] + more > length.max) {
    return Status(StatusCode::out_of_range, "%s is %lld, and %lld more do not fit: the states have room for %lld",
                  length.name, static_cast<long long>(lengths_[symbol]), static_cast<long long>(more),
                  static_cast<long long>(length.max));
  }
  return Status();
}

void Context::add_length(int symbol, std::int64_t more, std::int64_t batch) {
  lengths_[symbol] += more;
  state_batch_ = batch;
}

Status Context::check_view(const TensorInfo& declared, Indices view, const std::int64_t* sizes) const {
  return check_shape(declared, ConstTokens(view), sizes);
}

void Context::observe(ConstTensor y) { observe(y, {}); }

void Context::observe(ConstTokens y) { observe({}, y); }

void Context::observe(ConstTensor y, ConstTokens indices) {
  ObservedOp op;
  op.end_ns = now_ns();
  op.begin_ns = op_begin_ns_;
  op.index = op_;
  op.path = op_ < function_->op_count ? function_->ops[op_].path : "";
  op.value = y;
  op.indices = indices;
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
  ModelState* state = context.model_state_;
  if (entered_ && state && state->running_.exchange(true, std::memory_order_acquire)) {
    context.running_.store(false, std::memory_order_release);
    entered_ = false;
  }
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
  if (context_.model_state_) context_.model_state_->running_.store(false, std::memory_order_release);
  context_.running_.store(false, std::memory_order_release);
}

Status Running::finish() {
  if (context_.result_ == 0) return Status();
  return Status(StatusCode::internal, "a kernel of %s returned %d", context_.info_->name, context_.result_);
}

}  // namespace specimen_v2
