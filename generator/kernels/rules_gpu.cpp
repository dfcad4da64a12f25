#include "target_rules.h"

namespace specimen::gen {
namespace {

// A tap outside the image is a predicate of the load, while filling padding is a launch and a pass over memory. Whether
// Winograd and fused expansions pay is not known before a GPU measured them.
class GpuRules final : public TargetRules {
 public:
  ConvAlgorithm algorithm_of(const Conv2D&) const override { return ConvAlgorithm::direct; }
  bool expands_in_depthwise(const ExpandDepthwise&) const override { return false; }
  bool pads_itself(WindowKernel, int, int) const override { return true; }
};

}  // namespace

const TargetRules& gpu_rules() {
  static const GpuRules rules;
  return rules;
}

}  // namespace specimen::gen
