#include "graph/problem_of.h"

#include "graph/shapes.h"

namespace specimen::gen {

namespace {

int extent(const Shape& shape, int dim) { return static_cast<int>(number(shape[dim])); }

template <class Problem>
void set_window(Problem& problem, const Window& window, const Shape& y) {
  problem.out_height = extent(y, 1);
  problem.out_width = extent(y, 2);
  problem.kernel_height = window.height;
  problem.kernel_width = window.width;
  problem.stride_height = window.stride_height;
  problem.stride_width = window.stride_width;
  problem.dilation_height = window.dilation_height;
  problem.dilation_width = window.dilation_width;
}

}  // namespace

Conv2D problem_of(const FusedConv2DOp& op, const Shape& x, const Shape& y) {
  Conv2D problem;
  set_window(problem, op.layer.window, y);
  problem.in_channels = extent(x, 3);
  problem.out_channels = op.layer.filters;
  problem.groups = op.layer.groups;
  problem.filter_type = op.filter;
  problem.algorithm = op.algorithm;
  problem.prologue = op.prologue;
  problem.epilogue = op.epilogue;
  return problem;
}

ExpandDepthwise problem_of(const ExpandDepthwiseOp& op, const Shape& x, const Shape& y) {
  ExpandDepthwise problem;
  set_window(problem, op.depthwise, y);
  problem.in_height = extent(x, 1);
  problem.in_width = extent(x, 2);
  problem.in_channels = extent(x, 3);
  problem.channels = op.filters;
  problem.padding_top = op.depthwise.padding.top;
  problem.padding_left = op.depthwise.padding.left;
  problem.expansion = op.expansion;
  problem.epilogue = op.epilogue;
  return problem;
}

}  // namespace specimen::gen
