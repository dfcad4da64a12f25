// How an embedding_backward kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct EmbeddingBackwardSchedule {
  int rows = 1;      // of the table, in a task that fills them with zeros
  int features = 1;  // in a task that adds up: a power of two that divides all

  template <class V>
  void fields(V&& v) {
    v("rows", rows), v("features", features);
  }
};

EmbeddingBackwardSchedule rule(const EmbeddingBackward& problem, Target target);
std::vector<EmbeddingBackwardSchedule> candidates(const EmbeddingBackward& problem, Target target);

std::int64_t workspace_bytes(const EmbeddingBackward& problem, const EmbeddingBackwardSchedule& schedule,
                             Target target);

}  // namespace mnist::kernels
