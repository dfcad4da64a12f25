// The processes of a run with --mpi, each with a shard of the data and the same parameters. One process without it.
//
// MPI is an optional component: a program that was built without it says so when it is asked for.
#ifndef SPECIMEN_V2_TRAIN_PROCESSES_H
#define SPECIMEN_V2_TRAIN_PROCESSES_H

#include <cstddef>
#include <cstdint>

#include "../core/status.h"
#include "train_step.h"

namespace specimen_v2::train {

class Processes {
 public:
  Processes() = default;
  ~Processes();  // waits for the others
  Processes(const Processes&) = delete;
  Processes& operator=(const Processes&) = delete;

  // Errors: unsupported (built without MPI); internal (what MPI cannot do, here and below).
  Status start();
  int rank() const { return rank_; }
  int count() const { return count_; }
  bool first() const { return rank_ == 0; }  // it evaluates, writes files and prints

  // Until all are here.
  Status wait() const;
  // Whether it is true of one of them.
  Status any(bool* value) const;
  // All get what the first has.
  Status share(void* data, std::size_t bytes) const;
  // All get the sums.
  Status sum(Real* values, std::int64_t count) const;
  Status sum(std::int64_t* value) const;
  // Ends all processes, where there are others; this one's exit status is that of mpirun.
  void abort(int exit_status) const;

 private:
  void finish();

  bool started_ = false;
  int rank_ = 0, count_ = 1;
};

// The hook of a step with `rows` examples in this process: losses and gradients become the means over all examples.
class ProcessMean {
 public:
  ProcessMean(const Processes& processes, std::int64_t rows) : processes_(processes), rows_(rows) {}
  GradientHook hook() { return {&ProcessMean::call, this}; }

 private:
  static Status call(void* data, Real* loss, Real* gradients, std::int64_t count);

  const Processes& processes_;
  std::int64_t rows_;
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_PROCESSES_H
