#include "threads.h"

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <new>

#include "os.h"

namespace specimen_v2 {

namespace {

// How long a worker looks for work before it sleeps. Outside a series: waking takes 5 to 50 us, so looking longer than
// that wastes more than it saves. Inside one, the serial parts between two loops last some ten microseconds; the limit
// only matters when the caller was put aside by the system.
constexpr std::int64_t kLookIdle = 50'000;
constexpr std::int64_t kLookInSeries = 2'000'000;
constexpr int kPausesPerLook = 64;  // between two looks at the clock

}  // namespace

// The ticket is one word: a generation that counts loops, whether the current one is open, and how many workers are in
// it. A worker joins by adding one to exactly the word it saw, so that it never joins a loop that has closed.
struct ThreadPool::State {
  static constexpr std::uint64_t kOpen = std::uint64_t{1} << 31;
  static constexpr std::uint64_t kInside = kOpen - 1;
  static constexpr std::uint64_t kGeneration = std::uint64_t{1} << 32;

  alignas(64) std::atomic<std::uint64_t> ticket{0};
  // Written by the caller before it opens the ticket.
  Participate participate = nullptr;
  void* loop = nullptr;
  int participants = 0;
  std::atomic<int> next_index{0};

  alignas(64) std::atomic<bool> taken{false};
  alignas(64) std::atomic<std::uint32_t> bell{0};  // sleepers wait on it; rung on work and at the end
  std::atomic<int> sleepers{0};
  std::atomic<int> series{0};
  std::atomic<bool> stop{false};

  int threads = 1;
  pid_t process = 0;                  // that has the workers
  std::atomic<bool> orphaned{false};  // this is a forked child, which has no workers
  pthread_t workers[kMaxThreads - 1];

  void work();
  bool join(std::uint64_t seen);
  void ring(int count);
};

namespace {

thread_local const void* inside_pool = nullptr;  // the pool whose loop this thread is in

}  // namespace

void ThreadPool::State::ring(int count) {
  // The order (change, then look for sleepers) pairs with that of the sleeper (count itself, then look for a change).
  bell.fetch_add(1, std::memory_order_seq_cst);
  if (sleepers.load(std::memory_order_seq_cst) > 0) wake(bell, count);
}

bool ThreadPool::State::join(std::uint64_t seen) {
  if (!ticket.compare_exchange_strong(seen, seen + 1, std::memory_order_acquire, std::memory_order_relaxed))
    return false;
  const int index = next_index.fetch_add(1, std::memory_order_relaxed);
  if (index < participants) {
    inside_pool = this;
    participate(loop, index);
    inside_pool = nullptr;
  }
  ticket.fetch_sub(1, std::memory_order_release);
  return true;
}

void ThreadPool::State::work() {
  std::uint64_t last = 0;  // generation of the last loop joined
  for (;;) {
    std::int64_t started = now_ns();
    bool in_series = series.load(std::memory_order_relaxed) > 0;
    for (;;) {
      bool joined = false;
      for (int i = 0; i < kPausesPerLook && !joined; ++i) {
        const std::uint64_t seen = ticket.load(std::memory_order_relaxed);
        if ((seen & kOpen) && seen / kGeneration != last) {
          joined = join(seen);
          if (joined) last = seen / kGeneration;
        } else {
          pause_processor();
        }
      }
      if (stop.load(std::memory_order_relaxed)) return;
      if (joined) {
        started = now_ns();
        continue;
      }
      const bool series_now = series.load(std::memory_order_relaxed) > 0;
      if (series_now != in_series) {
        in_series = series_now;
        started = now_ns();
      }
      if (now_ns() - started > (in_series ? kLookInSeries : kLookIdle)) break;
    }
    sleepers.fetch_add(1, std::memory_order_seq_cst);
    const std::uint32_t heard = bell.load(std::memory_order_seq_cst);
    const std::uint64_t seen = ticket.load(std::memory_order_seq_cst);
    const bool work_waits = (seen & kOpen) && seen / kGeneration != last;
    if (!work_waits && !stop.load(std::memory_order_seq_cst)) wait_while(bell, heard);
    sleepers.fetch_sub(1, std::memory_order_seq_cst);
  }
}

ThreadPool::ThreadPool() : state_(new(std::nothrow) State) {}

ThreadPool::~ThreadPool() {
  if (!state_ || state_->threads == 1 || state_->process != getpid()) return;
  state_->stop.store(true, std::memory_order_seq_cst);
  state_->bell.fetch_add(1, std::memory_order_seq_cst);
  wake(state_->bell, kMaxThreads);
  for (int i = 0; i + 1 < state_->threads; ++i) pthread_join(state_->workers[i], nullptr);
}

Status ThreadPool::start(int threads) {
  if (!state_) return Status(StatusCode::out_of_memory, "no memory for the thread pool");
  if (state_->threads != 1) return Status(StatusCode::invalid_argument, "the thread pool is already started");
  if (threads == 0) {
    threads = available_threads();
    if (threads > kMaxThreads) threads = kMaxThreads;
  }
  if (threads < 1 || threads > kMaxThreads) {
    return Status(StatusCode::invalid_argument,
                  "%d threads were asked for: 1 to %d are possible, 0 means one for each processor", threads,
                  kMaxThreads);
  }
  state_->process = getpid();
  for (int i = 0; i + 1 < threads; ++i) {
    auto body = [](void* state) -> void* {
      static_cast<State*>(state)->work();
      return nullptr;
    };
    if (pthread_create(&state_->workers[i], nullptr, body, state_.get()) != 0) {
      return Status(StatusCode::internal, "the system gave %d of %d threads", i + 1, threads);
    }
    state_->threads = i + 2;
  }
  return Status();
}

int ThreadPool::threads() const { return state_ ? state_->threads : 1; }

void ThreadPool::run(int participants, Participate participate, void* loop) {
  State* s = state_.get();
  if (participants > threads()) participants = threads();
  const bool alone = participants <= 1 || inside_pool == s || s->orphaned.load(std::memory_order_relaxed) ||
                     s->taken.exchange(true, std::memory_order_acquire);
  if (alone) {
    participate(loop, 0);
    return;
  }
  s->participate = participate;
  s->loop = loop;
  s->participants = participants;
  s->next_index.store(1, std::memory_order_relaxed);
  const std::uint64_t generation = s->ticket.load(std::memory_order_relaxed) / State::kGeneration + 1;
  s->ticket.store(generation * State::kGeneration | State::kOpen, std::memory_order_seq_cst);
  if (s->sleepers.load(std::memory_order_seq_cst) > 0) s->ring(participants - 1);

  const void* outside = inside_pool;
  inside_pool = s;
  participate(loop, 0);
  inside_pool = outside;

  // All tasks are taken. Close the loop, and wait for those who are still at their last one.
  std::uint64_t ticket = s->ticket.fetch_and(~State::kOpen, std::memory_order_acquire);
  for (int looks = 0; ticket & State::kInside; ++looks) {
    if (looks < 10000) {
      pause_processor();
    } else {
      yield_thread();
    }
    ticket = s->ticket.load(std::memory_order_acquire);
  }
  s->taken.store(false, std::memory_order_release);
}

void ThreadPool::begin() {
  State* s = state_.get();
  if (threads() <= 1) return;
  if (s->process != getpid()) s->orphaned.store(true, std::memory_order_relaxed);
  s->series.fetch_add(1, std::memory_order_seq_cst);
  if (!s->orphaned.load(std::memory_order_relaxed) && s->sleepers.load(std::memory_order_seq_cst) > 0) {
    s->ring(threads() - 1);
  }
}

void ThreadPool::end() {
  if (threads() > 1) state_->series.fetch_sub(1, std::memory_order_relaxed);
}

}  // namespace specimen_v2
