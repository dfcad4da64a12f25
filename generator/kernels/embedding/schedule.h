// How an embedding kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace specimen::gen {

struct EmbeddingSchedule {
  int tokens = 1;  // in a task

  template <class V>
  void fields(V&& v) {
    v("tokens", tokens);
  }
};

EmbeddingSchedule rule(const Embedding& problem, Target target);
std::vector<EmbeddingSchedule> candidates(const Embedding& problem, Target target);

std::int64_t workspace_bytes(const Embedding& problem, const EmbeddingSchedule& schedule, Target target);

}  // namespace specimen::gen
