// How an attention_backward kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

// A task is a head of one sequence: its weights and the gradients of its scores are in the workspace.
struct AttentionBackwardSchedule {
  int query_vectors = 1;  // vectors of queries in a block
  int keys = 1;           // keys of a register tile of scores
  int tokens = 1;         // of a register tile of results

  template <class V>
  void fields(V&& v) {
    v("query_vectors", query_vectors), v("keys", keys), v("tokens", tokens);
  }
};

AttentionBackwardSchedule rule(const AttentionBackward& problem, Target target);
std::vector<AttentionBackwardSchedule> candidates(const AttentionBackward& problem, Target target);

// Room for the keys in whole tiles, of scores and of results.
inline int most_keys(const AttentionBackward& problem, const AttentionBackwardSchedule& schedule) {
  const int tile = schedule.keys > schedule.tokens ? schedule.keys : schedule.tokens;
  return (problem.tokens + tile - 1) / tile * tile;
}

std::int64_t workspace_bytes(const AttentionBackward& problem, const AttentionBackwardSchedule& schedule,
                             Target target);

}  // namespace mnist::kernels
