// What this machine can do: the numbers that kernels are measured against, taken in the same process.
#pragma once

#include <functional>

#include "kernels/common/target.h"

namespace specimen::gen {

bool machine_has(Target target);

// Multiply-adds of vectors of the target, on `threads` threads: 1e9 floating point operations a second, the best of
// some runs.
double peak_gflops(Target target, int threads);

// Sequential reads of memory that no cache holds (512 MB), on `threads` threads: 1e9 bytes a second.
double read_bandwidth(int threads);

// Runs `work` again and again for about `seconds`; the shortest and the middle time of a run, in microseconds.
struct Timing {
  double least = 0, median = 0;
};
Timing time_runs(const std::function<void()>& work, double seconds);

}  // namespace specimen::gen
