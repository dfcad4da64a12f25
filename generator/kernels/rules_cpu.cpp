#include "conv2d/schedule.h"
#include "depthwise_conv2d/problem.h"
#include "expand_depthwise/schedule.h"
#include "target_rules.h"

namespace specimen::gen {
namespace {

// The families' own rules: their schedules were measured together with them.
class CpuRules final : public TargetRules {
 public:
  ConvAlgorithm algorithm_of(const Conv2D& problem) const override { return preferred_algorithm(problem); }
  bool expands_in_depthwise(const ExpandDepthwise& problem) const override { return better_as_one(problem); }
  bool pads_itself(WindowKernel kernel, int touched_height, int touched_width) const override {
    return kernel == WindowKernel::depthwise && better_without_padding(touched_height, touched_width);
  }
};

}  // namespace

const TargetRules& cpu_rules() {
  static const CpuRules rules;
  return rules;
}

}  // namespace specimen::gen
