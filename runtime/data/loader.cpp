#include "loader.h"

#include <pthread.h>

#include <cinttypes>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace specimen_v2::data {

namespace {

constexpr int kMostThreads = 256, kMostPrefetch = 4096, kMostTensors = 256;
constexpr std::size_t kTensorAlignment = 64;  // bytes: a line of the cache, and the widest vector

bool is_about_one_record(const Status& status) {
  return status.code() == StatusCode::data_error || status.code() == StatusCode::unsupported;
}

}  // namespace

// A ring of batches. Batch number s, counted from epoch 0, is in slot s % slots; workers take the numbers one by one,
// and the caller takes the batches in order, so that who filled which one makes no difference.
struct Loader::State {
  struct Free {
    void operator()(void* bytes) const { std::free(bytes); }
  };
  struct Slot {
    BatchRows rows;
    std::vector<std::unique_ptr<void, Free>> memory;
    std::vector<void*> tensors;
    std::vector<std::int64_t> examples;  // of the rows that are good
    Batch batch;
    Status status, first_bad;
    std::int64_t filled = -1;  // the number of the batch that it holds
  };
  // What one thread fills batches with.
  struct Workspace {
    Example example;
    std::vector<data::Slot> slots;
  };

  const Dataset* dataset = nullptr;
  std::vector<TensorSpec> specs;
  Transform transform = nullptr;
  const void* data = nullptr;
  LoaderOptions options;
  Order order;
  std::int64_t end = 0;  // the number after the last batch

  std::vector<Slot> slots;
  Workspace own;  // of the caller, without threads
  std::vector<pthread_t> threads;

  std::mutex mutex;
  std::condition_variable room, ready;
  std::int64_t next_to_fill = 0;
  std::int64_t held = 0;  // the first number whose slot may not be filled again
  bool stop = false;

  // Of the caller alone.
  std::int64_t next_number = 0, skipped = 0, empty_in_a_row = 0;
  Status failed;

  ~State();
  Status make_slots();
  Status start_threads();
  Position position_of(std::int64_t number) const;
  void fill(std::int64_t number, Workspace& workspace);
  Status fill_row(Slot& slot, std::int64_t example, Workspace& workspace) const;
  void work();
  void wait_for(std::int64_t number);
};

Loader::State::~State() {
  {
    const std::lock_guard<std::mutex> lock(mutex);
    stop = true;
  }
  room.notify_all();
  for (pthread_t thread : threads) pthread_join(thread, nullptr);
}

Status Loader::State::make_slots() {
  const std::int64_t count = options.threads == 0 ? 1 : options.prefetch + 1;
  const std::int64_t rows = options.order.batch_size;
  slots = std::vector<Slot>(static_cast<std::size_t>(count));
  for (Slot& slot : slots) {
    for (const TensorSpec& spec : specs) {
      const std::int64_t length = spec.per_token ? options.order.max_length : 1;
      std::size_t bytes = 4;
      bool fits = !__builtin_mul_overflow(bytes, static_cast<std::size_t>(spec.elements), &bytes);
      fits = fits && !__builtin_mul_overflow(bytes, static_cast<std::size_t>(length), &bytes);
      fits = fits && !__builtin_mul_overflow(bytes, static_cast<std::size_t>(rows), &bytes);
      fits = fits && bytes <= SIZE_MAX / 2;
      if (fits) {
        const std::size_t rounded = (bytes + kTensorAlignment - 1) / kTensorAlignment * kTensorAlignment;
        slot.memory.emplace_back(std::aligned_alloc(kTensorAlignment, rounded));
      }
      if (!fits || !slot.memory.back()) {
        return Status(StatusCode::out_of_memory,
                      "no memory for %" PRId64 " batches of %" PRId64 " examples of %" PRId64 " values", count, rows,
                      spec.elements * length);
      }
      slot.tensors.push_back(slot.memory.back().get());
    }
    slot.rows.examples.reserve(static_cast<std::size_t>(rows));
    slot.examples.reserve(static_cast<std::size_t>(rows));
  }
  own.slots.resize(specs.size());
  return Status();
}

Status Loader::State::start_threads() {
  for (int i = 0; i < options.threads; ++i) {
    auto body = [](void* state) -> void* {
      static_cast<State*>(state)->work();
      return nullptr;
    };
    pthread_t thread;
    if (pthread_create(&thread, nullptr, body, this) != 0) {
      return Status(StatusCode::internal, "the system gave %d of %d threads", i, options.threads);
    }
    threads.push_back(thread);
  }
  return Status();
}

Position Loader::State::position_of(std::int64_t number) const {
  return {number / order.batches(), number % order.batches() * order.global_batch()};
}

Status Loader::State::fill_row(Slot& slot, std::int64_t example, Workspace& workspace) const {
  const std::size_t row = slot.examples.size();
  for (std::size_t i = 0; i < specs.size(); ++i) {
    data::Slot& to = workspace.slots[i];
    to.elements = specs[i].elements * (specs[i].per_token ? slot.rows.length : 1);
    const auto elements = static_cast<std::size_t>(to.elements);
    to.f32 = specs[i].dtype == DType::f32 ? static_cast<float*>(slot.tensors[i]) + row * elements : nullptr;
    to.i32 = specs[i].dtype == DType::i32 ? static_cast<std::int32_t*>(slot.tensors[i]) + row * elements : nullptr;
    void* start = to.f32 != nullptr ? static_cast<void*>(to.f32) : to.i32;
    std::memset(start, 0, 4 * elements);
  }
  Status status = dataset->read(example, &workspace.example);
  if (!status.ok()) return status;
  ExampleKey key;
  key.seed = options.order.seed;
  key.epoch = static_cast<std::uint32_t>(slot.batch.position.epoch);
  key.example = static_cast<std::uint64_t>(example);
  status = transform(data, workspace.example, key, workspace.slots.data());
  if (status.ok()) return status;
  return Status(status.code(), "%s: %s", dataset->place(example).c_str(), status.message());
}

void Loader::State::fill(std::int64_t number, Workspace& workspace) {
  Slot& slot = slots[static_cast<std::size_t>(number) % slots.size()];
  slot.batch = Batch();
  slot.batch.position = position_of(number);
  slot.batch.next = position_of(number + 1);
  slot.status = slot.first_bad = Status();
  slot.examples.clear();
  order.batch(static_cast<std::uint32_t>(slot.batch.position.epoch), number % order.batches(), &slot.rows);
  for (std::int64_t example : slot.rows.examples) {
    const Status status = fill_row(slot, example, workspace);
    if (status.ok()) {
      slot.examples.push_back(example);
    } else if (options.skip_bad_records && is_about_one_record(status)) {
      if (slot.batch.skipped++ == 0) slot.first_bad = status;
    } else {
      slot.status = status;
      break;
    }
  }
  slot.batch.rows = static_cast<std::int64_t>(slot.examples.size());
  slot.batch.first = slot.rows.first;
  slot.batch.global_rows = slot.rows.global_rows;
  slot.batch.length = slot.rows.length;
  slot.batch.examples = slot.examples.data();
  slot.batch.tensors = slot.tensors.data();
}

void Loader::State::work() {
  Workspace workspace;
  workspace.slots.resize(specs.size());
  std::unique_lock<std::mutex> lock(mutex);
  for (;;) {
    const auto ring = static_cast<std::int64_t>(slots.size());
    while (!stop && (next_to_fill >= end || next_to_fill >= held + ring)) room.wait(lock);
    if (stop) return;
    const std::int64_t number = next_to_fill++;
    lock.unlock();
    fill(number, workspace);
    lock.lock();
    slots[static_cast<std::size_t>(number) % slots.size()].filled = number;
    ready.notify_one();
  }
}

void Loader::State::wait_for(std::int64_t number) {
  Slot& slot = slots[static_cast<std::size_t>(number) % slots.size()];
  if (options.threads == 0) {
    fill(number, own);
    return;
  }
  std::unique_lock<std::mutex> lock(mutex);
  held = number;
  room.notify_all();
  while (slot.filled != number) ready.wait(lock);
}

Loader::Loader() = default;
Loader::~Loader() = default;

Status Loader::start(const Dataset& dataset, const TensorSpec* tensors, int tensor_count, Transform transform,
                     const void* data, const LoaderOptions& options, Position position) {
  const StatusCode wrong = StatusCode::invalid_argument;
  state_.reset();
  if (tensors == nullptr || tensor_count < 1 || tensor_count > kMostTensors || transform == nullptr) {
    return Status(wrong, "a loader needs a transform and 1 to %d tensors", kMostTensors);
  }
  if (options.threads < 0 || options.threads > kMostThreads || options.prefetch < 1 ||
      options.prefetch > kMostPrefetch || options.epochs < 0 || options.epochs > UINT32_MAX) {
    return Status(wrong, "threads 0 to %d, prefetch 1 to %d and epochs 0 to 2^32 - 1 are possible", kMostThreads,
                  kMostPrefetch);
  }
  std::unique_ptr<State> state(new (std::nothrow) State);
  if (!state) return Status(StatusCode::out_of_memory, "no memory for a loader");
  state->dataset = &dataset;
  state->specs.assign(tensors, tensors + tensor_count);
  state->transform = transform;
  state->data = data;
  state->options = options;
  for (const TensorSpec& spec : state->specs) {
    if (spec.dtype != DType::f32 && spec.dtype != DType::i32) {
      return Status(wrong, "a tensor of a batch is float32 or int32, not %s", dtype_name(spec.dtype));
    }
    if (spec.elements < 1) return Status(wrong, "a tensor of a batch has %" PRId64 " values", spec.elements);
    if (spec.per_token && options.order.lengths == nullptr) {
      return Status(wrong, "a tensor has values for each token, but no lengths are given");
    }
  }
  Status status = state->order.start(options.order, dataset.size());
  if (!status.ok()) return status;
  const std::int64_t batches = state->order.batches(), global = state->order.global_batch();
  if (position.epoch < 0 || position.epoch > UINT32_MAX || position.example < 0 || position.example % global != 0 ||
      position.example / global > batches) {
    return Status(wrong,
                  "cannot continue at example %" PRId64 " of epoch %" PRId64 ": batches of %" PRId64
                  " examples, %" PRId64 " an epoch",
                  position.example, position.epoch, global, batches);
  }
  if (batches > std::int64_t{1} << 30) {
    return Status(wrong, "%" PRId64 " batches an epoch are over 2^30; batch_size is too small", batches);
  }
  state->end = (options.epochs == 0 ? std::int64_t{UINT32_MAX} : options.epochs) * batches;
  state->next_number = position.epoch * batches + position.example / global;
  state->next_to_fill = state->held = state->next_number;
  status = state->make_slots();
  if (status.ok()) status = state->start_threads();
  if (status.ok()) state_ = std::move(state);
  return status;
}

Status Loader::next(const Batch** batch) {
  *batch = nullptr;
  State* s = state_.get();
  if (s == nullptr) return Status(StatusCode::invalid_argument, "the loader is not started");
  if (!s->failed.ok()) return s->failed;
  while (s->next_number < s->end) {
    const std::int64_t number = s->next_number++;
    s->wait_for(number);
    const State::Slot& slot = s->slots[static_cast<std::size_t>(number) % s->slots.size()];
    if (!slot.status.ok()) return s->failed = slot.status;
    s->skipped += slot.batch.skipped;
    if (slot.batch.rows > 0 || s->options.order.shards > 1) {
      s->empty_in_a_row = 0;
      *batch = &slot.batch;
      return Status();
    }
    if (++s->empty_in_a_row >= s->order.batches()) {
      return s->failed =
                 Status(StatusCode::data_error, "every record of an epoch is bad, the last ones beginning with: %s",
                        slot.first_bad.message());
    }
  }
  return Status();
}

std::int64_t Loader::batches_per_epoch() const { return state_ ? state_->order.batches() : 0; }

std::int64_t Loader::skipped() const { return state_ ? state_->skipped : 0; }

}  // namespace specimen_v2::data
