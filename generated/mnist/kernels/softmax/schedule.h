// How a softmax kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct SoftmaxSchedule {
  int lanes = 8;  // partial sums and maxima; the same at all targets would give the same bits

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

SoftmaxSchedule rule(const Softmax& problem, Target target);
std::vector<SoftmaxSchedule> candidates(const Softmax& problem, Target target);

std::int64_t workspace_bytes(const Softmax& problem, const SoftmaxSchedule& schedule, Target target);

SoftmaxGpuSchedule gpu_rule(const Softmax& problem, Target target);
std::vector<SoftmaxGpuSchedule> gpu_candidates(const Softmax& problem, Target target);

}  // namespace mnist::kernels
