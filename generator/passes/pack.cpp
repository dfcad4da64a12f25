#include <map>

#include "graph/shapes.h"
#include "kernels/conv2d/how.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

// The kernel that the convolution would be, as far as the choice of an algorithm asks.
Conv2D sketch(const Conv2DOp& op, const Shape& x, const Shape& y) {
  Conv2D what;
  what.out_height = static_cast<int>(number(y[1]));
  what.out_width = static_cast<int>(number(y[2]));
  what.out_channels = op.filters;
  what.in_channels = static_cast<int>(number(x[3]));
  what.kernel_height = op.window.height;
  what.kernel_width = op.window.width;
  what.stride_height = op.window.stride_height;
  what.stride_width = op.window.stride_width;
  what.dilation_height = op.window.dilation_height;
  what.dilation_width = op.window.dilation_width;
  what.groups = op.groups;
  what.epilogue = op.epilogue;
  return what;
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
      const PackConv2DOp how{conv->algorithm, conv->groups};
      const TensorId kernel = op.inputs[1];
      TensorId& filter = packed[{kernel.index, static_cast<int>(conv->algorithm)}];
      if (!filter.valid()) filter = add_prepare(out, how, {kernel}, 1, out[id].path + "/filter")[0];
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
