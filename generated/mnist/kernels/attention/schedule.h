// How an attention kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

// A task is a block of queries of one head of one sequence.
struct AttentionSchedule {
  int query_vectors = 1;  // vectors of queries in a block
  int keys = 1;           // keys of a register tile of scores
  int queries = 1;        // queries of a register tile of results

  template <class V>
  void fields(V&& v) {
    v("query_vectors", query_vectors), v("keys", keys), v("queries", queries);
  }
};

AttentionSchedule rule(const Attention& problem, Target target);
std::vector<AttentionSchedule> candidates(const Attention& problem, Target target);

// The scores of a task's queries with all keys; the score matrix never exists as a whole.
std::int64_t workspace_bytes(const Attention& problem, const AttentionSchedule& schedule, Target target);

}  // namespace mnist::kernels
