// Threads for kernels: a pool with a short way from "there is work" to "all are working".
//
// A parallel loop is run by participants. Each takes tasks until none are left, so one participant is enough for a loop
// to finish, and those that come late do no harm. Nothing here locks or allocates while a loop runs.
#ifndef SPECIMEN_V2_CORE_THREADS_H
#define SPECIMEN_V2_CORE_THREADS_H

#include <cstdint>
#include <memory>

#include "status.h"
#include "version.h"

namespace specimen_v2 {

// Runs one participant, 0 <= index < participants; each index at most once for a loop.
using Participate = void (*)(void* loop, int index);

// The host program's threads instead of our own. `run` calls participate(loop, index) for index 0, in any thread, and
// for as many of the others as it likes, at the same time or one after the other, and returns when all these calls
// have.
struct ParallelHook {
  void (*run)(void* data, int participants, Participate participate, void* loop) = nullptr;
  void* data = nullptr;
};

// Threads that wait for work: for a while by looking, which is quick, then asleep, which is polite. Between begin() and
// end(), while some forward runs, they keep looking, since the next loop is microseconds away.
//
// One pool may serve many callers at once: a loop that finds the pool taken is run by its caller alone.
//
// A forked child has none of its parent's threads: there the caller runs every loop alone. Make a pool, or a context,
// of the child's own for more.
class SPECIMEN_V2_API ThreadPool {
 public:
  static constexpr int kMaxThreads = 256;

  ThreadPool();
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // `threads` counts the caller; 0: available_threads(). Errors: invalid_argument over kMaxThreads; internal when the
  // system has no more threads (the pool then works with those that it got).
  Status start(int threads);

  int threads() const;

  // The caller is participant 0; returns when every participant has. From inside a participant of the same pool: the
  // caller alone.
  void run(int participants, Participate participate, void* loop);

  // Around a series of loops: wakes the workers, and lets them sleep.
  void begin();
  void end();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_THREADS_H
