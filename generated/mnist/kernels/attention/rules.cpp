#include <algorithm>

#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {

AttentionSchedule rule(const Attention& problem, Target target) {
  AttentionSchedule schedule;
  const int vec = vector_floats(target);
  schedule.query_vectors = problem.queries > vec ? 2 : 1;
  schedule.keys = (target == Target::v4 ? 16 : 12) / schedule.query_vectors;
  // As many queries as leave registers for a value's features and a weight.
  const int vectors = divide_up(problem.value_dim, channel_vector(problem.value_dim, vec));
  schedule.queries = 1;
  while (schedule.queries < problem.queries && 2 * schedule.queries <= schedule.query_vectors * vec &&
         2 * schedule.queries * vectors <= (target == Target::v4 ? 24 : 12)) {
    schedule.queries *= 2;
  }
  return schedule;
}

std::vector<AttentionSchedule> candidates(const Attention& problem, Target target) {
  std::vector<AttentionSchedule> list = {rule(problem, target)};
  for (int query_vectors : {1, 2, 4}) {
    for (int keys : {4, 6, 8}) {
      AttentionSchedule schedule = list[0];
      schedule.query_vectors = query_vectors, schedule.keys = keys;
      if (query_vectors * keys <= (target == Target::v4 ? 24 : 12) && !(schedule == list[0])) list.push_back(schedule);
    }
  }
  return list;
}

std::int64_t workspace_bytes(const Attention& problem, const AttentionSchedule& schedule, Target target) {
  const std::int64_t block = std::int64_t{schedule.query_vectors} * vector_floats(target);
  // The turned queries, the scores in whole tiles of keys, the weights, the factors of dropout: memory is a stack, so
  // what ends first stays below.
  const int factors = problem.dropout > 0 ? divide_up(problem.keys, 4) * 4 : 0;
  return 4 * block *
         (problem.head_dim + divide_up(problem.keys, schedule.keys) * schedule.keys + problem.keys + factors);
}

}  // namespace mnist::kernels
