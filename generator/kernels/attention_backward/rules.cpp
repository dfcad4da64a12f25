#include <algorithm>

#include "../common/tiles.h"
#include "schedule.h"

namespace specimen::gen {

AttentionBackwardSchedule rule(const AttentionBackward& problem, Target target) {
  AttentionBackwardSchedule schedule;
  const int vec = vector_floats(target);
  schedule.query_vectors = problem.tokens > vec ? 2 : 1;
  schedule.keys = (target == Target::v4 ? 16 : 8) / schedule.query_vectors;
  // As many tokens as leave registers for a row's features and a weight.
  const int vectors = divide_up(problem.head_dim, channel_vector(problem.head_dim, vec));
  schedule.tokens = 1;
  while (schedule.tokens < 8 && 2 * schedule.tokens * vectors <= (target == Target::v4 ? 24 : 12)) schedule.tokens *= 2;
  return schedule;
}

std::vector<AttentionBackwardSchedule> candidates(const AttentionBackward& problem, Target target) {
  std::vector<AttentionBackwardSchedule> list = {rule(problem, target)};
  AttentionBackwardSchedule other = list[0];
  other.query_vectors = 1;
  if (!(other == list[0])) list.push_back(other);
  return list;
}

std::int64_t workspace_bytes(const AttentionBackward& problem, const AttentionBackwardSchedule& schedule,
                             Target target) {
  const std::int64_t block = std::int64_t{schedule.query_vectors} * vector_floats(target);
  const std::int64_t keys = most_keys(problem, schedule), blocks = divide_up(problem.tokens, static_cast<int>(block));
  // The weights and the gradients of the scores of all queries; of a block of them the turned queries and gradients,
  // the scores, the weights, their gradients and the factors of dropout.
  const int factors = problem.dropout > 0 ? divide_up(problem.tokens, 4) * 4 : 0;
  return 4 * block * (2 * blocks * keys + 2 * problem.head_dim + 3 * keys + factors);
}

}  // namespace specimen::gen
