#include <map>

#include "graph/shapes.h"
#include "kernels/conv2d/schedule.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

// The kernel that the convolution would be, as far as the choice of an algorithm asks.
Conv2D sketch(const Conv2DOp& op, const Shape& x, const Shape& y) {
  Conv2D problem;
  problem.out_height = static_cast<int>(number(y[1]));
  problem.out_width = static_cast<int>(number(y[2]));
  problem.out_channels = op.filters;
  problem.in_channels = static_cast<int>(number(x[3]));
  problem.kernel_height = op.window.height;
  problem.kernel_width = op.window.width;
  problem.stride_height = op.window.stride_height;
  problem.stride_width = op.window.stride_width;
  problem.dilation_height = op.window.dilation_height;
  problem.dilation_width = op.window.dilation_width;
  problem.groups = op.groups;
  problem.epilogue = op.epilogue;
  return problem;
}

}  // namespace

Graph pack(const Graph& graph) {
  Graph out = graph;
  std::map<std::pair<int, int>, TensorId> packed;  // a kernel shared by several layers is packed once
  for (OpId id : graph.order()) {
    if (auto* conv = std::get_if<Conv2DOp>(&out[id].attributes)) {
      const Op& op = out[id];
      conv->algorithm = preferred_algorithm(sketch(*conv, out[op.inputs[0]].shape, out[op.outputs[0]].shape));
      conv->packed = true;
      const PackConv2DOp packing{conv->algorithm, conv->groups};
      const TensorId kernel = op.inputs[1];
      TensorId& filter = packed[{kernel.index, static_cast<int>(conv->algorithm)}];
      if (!filter.valid()) filter = add_prepare(out, packing, {kernel}, 1, out[id].path + "/filter")[0];
      out[id].inputs[1] = filter;
    } else if (auto* dense = std::get_if<DenseOp>(&out[id].attributes)) {
      dense->packed = true;
      const TensorId kernel = out[id].inputs[1];
      const bool transposed = dense->transposed;
      TensorId& panels = packed[{kernel.index, transposed ? -2 : -1}];
      if (!panels.valid()) panels = add_prepare(out, PackDenseOp{transposed}, {kernel}, 1, out[id].path + "/filter")[0];
      out[id].inputs[1] = panels;
    }
  }
  return out;
}

}  // namespace specimen::gen
