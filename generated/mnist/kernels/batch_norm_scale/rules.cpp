#include "schedule.h"

namespace mnist::kernels {

BatchNormScaleSchedule rule(const BatchNormScale&, Target) { return {}; }

std::vector<BatchNormScaleSchedule> candidates(const BatchNormScale& problem, Target target) {
  return {rule(problem, target)};
}

std::int64_t workspace_bytes(const BatchNormScale&, const BatchNormScaleSchedule&, Target) { return 0; }

}  // namespace mnist::kernels
