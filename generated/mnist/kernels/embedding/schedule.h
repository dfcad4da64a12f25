// How an embedding kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/level.h"
#include "problem.h"

namespace mnist::kernels {

struct EmbeddingSchedule {
  int tokens = 1;  // in a task

  template <class V>
  void fields(V&& v) {
    v("tokens", tokens);
  }
};

EmbeddingSchedule rule(const Embedding& problem, Level level);
std::vector<EmbeddingSchedule> candidates(const Embedding& problem, Level level);

std::int64_t scratch_bytes(const Embedding& problem, const EmbeddingSchedule& schedule, Level level);

}  // namespace mnist::kernels
