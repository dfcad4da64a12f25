// The kernel that an op will be, but for what only the plan knows: strides, and what of x is stored.
#pragma once

#include "graph/graph.h"
#include "kernels/conv2d/problem.h"
#include "kernels/expand_depthwise/problem.h"

namespace specimen::gen {

// x and y: shapes of images (batch, height, width, channels).
Conv2D problem_of(const FusedConv2DOp& op, const Shape& x, const Shape& y);
ExpandDepthwise problem_of(const ExpandDepthwiseOp& op, const Shape& x, const Shape& y);

}  // namespace specimen::gen
