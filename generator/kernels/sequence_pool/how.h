// How a sequence_pool kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/level.h"
#include "what.h"

namespace specimen::gen {

struct SequencePoolSchedule {
  int vectors = 1;  // vectors of features summed together

  template <class V>
  void fields(V&& v) {
    v("vectors", vectors);
  }
};

SequencePoolSchedule rule(const SequencePool& what, Level level);
std::vector<SequencePoolSchedule> candidates(const SequencePool& what, Level level);

std::int64_t scratch_bytes(const SequencePool& what, const SequencePoolSchedule& how, Level level);

}  // namespace specimen::gen
