// How a sequence_pool kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/level.h"
#include "what.h"

namespace mnist::kernels {

struct SequencePoolSchedule {
  int vectors = 1;  // vectors of features summed together

  template <class V>
  void fields(V&& v) {
    v("vectors", vectors);
  }
};

SequencePoolSchedule rule(const SequencePool& what, Level level);
std::vector<SequencePoolSchedule> candidates(const SequencePool& what, Level level);

std::string shape_name(const SequencePool& what);  // 384_masked
std::int64_t flops(const SequencePool& what);      // a token; one for each element
std::vector<KernelArgument> arguments(const SequencePool& what);
std::int64_t scratch_bytes(const SequencePool& what, const SequencePoolSchedule& how, Level level);

}  // namespace mnist::kernels
