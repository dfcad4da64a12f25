// How a softmax kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/level.h"
#include "problem.h"

namespace specimen::gen {

struct SoftmaxSchedule {
  int lanes = 8;  // partial sums and maxima; the same at all levels would give the same bits

  template <class V>
  void fields(V&& v) {
    v("lanes", lanes);
  }
};

// On GPUs: a block computes one row.
struct SoftmaxGpuSchedule {
  int lanes = 64;  // threads of a block, which has one row

  template <class V>
  void fields(V&& v) {
    v("lanes", lanes);
  }
};

SoftmaxSchedule rule(const Softmax& problem, Level level);
std::vector<SoftmaxSchedule> candidates(const Softmax& problem, Level level);

std::int64_t scratch_bytes(const Softmax& problem, const SoftmaxSchedule& schedule, Level level);

SoftmaxGpuSchedule gpu_rule(const Softmax& problem, Level level);
std::vector<SoftmaxGpuSchedule> gpu_candidates(const Softmax& problem, Level level);

}  // namespace specimen::gen
