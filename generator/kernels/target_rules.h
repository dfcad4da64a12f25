// What passes and plans ask of a kind of target where several kernels compute the same: which is better there. Each
// kind answers every question, in rules_<kind>.cpp; one without an answer fails the build.
#pragma once

#include "common/target.h"
#include "common/window.h"
#include "conv2d/problem.h"
#include "expand_depthwise/problem.h"

namespace specimen::gen {

class TargetRules {
 public:
  virtual ~TargetRules() = default;

  // The algorithm of a convolution, which fixes how its filter is packed. `problem.algorithm` is not read.
  virtual ConvAlgorithm algorithm_of(const Conv2D& problem) const = 0;
  // Whether a 1x1 convolution and the depthwise convolution that is its only reader are one kernel.
  virtual bool expands_in_depthwise(const ExpandDepthwise& problem) const = 0;
  // Whether a kernel whose windows touch that number of rows and columns pads x itself, instead of x having padding
  // around it.
  virtual bool pads_itself(WindowKernel kernel, int touched_height, int touched_width) const = 0;
};

const TargetRules& rules_of(TargetKind kind);

}  // namespace specimen::gen
