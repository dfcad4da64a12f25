#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {

SoftmaxSchedule rule(const Softmax& problem, Level level) {
  SoftmaxSchedule schedule;
  // Four vectors of partial results: one would wait for each addition.
  schedule.lanes = channel_vector(problem.classes, 4 * vector_floats(level));
  return schedule;
}

std::vector<SoftmaxSchedule> candidates(const Softmax& problem, Level level) { return {rule(problem, level)}; }

// The exponentials of a row; up to 16 KB lie on the stack.
std::int64_t scratch_bytes(const Softmax& problem, const SoftmaxSchedule&, Level) {
  return problem.classes * 4 > 16384 ? problem.classes * 4 : 0;
}

}  // namespace mnist::kernels
