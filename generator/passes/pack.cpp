#include <map>

#include "graph/problem_of.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

Graph pack(const Graph& graph, const TargetRules& rules) {
  Graph out = graph;
  std::map<std::pair<int, int>, TensorId> packed;  // a kernel shared by several layers is packed once
  for (OpId id : graph.order()) {
    if (auto* conv = std::get_if<FusedConv2DOp>(&out[id].attributes)) {
      const Op& op = out[id];
      // A kernel that is packed, or that `lower` has yet to make one of an image.
      if (conv->packed || out[op.inputs[1]].shape.size() != 4) continue;
      conv->algorithm = rules.algorithm_of(problem_of(*conv, out[op.inputs[0]].shape, out[op.outputs[0]].shape));
      conv->packed = true;
      const PackConv2DOp packing{conv->algorithm, conv->layer.groups};
      const TensorId kernel = op.inputs[1];
      TensorId& filter = packed[{kernel.index, static_cast<int>(conv->algorithm)}];
      if (!filter.valid()) filter = add_prepare(out, packing, {kernel}, 1, out[id].path + "/filter")[0];
      out[id].inputs[1] = filter;
    } else if (auto* dense = std::get_if<FusedDenseOp>(&out[id].attributes); dense && !dense->packed) {
      dense->packed = true;
      const TensorId kernel = out[id].inputs[1];
      const bool transposed = dense->layer.transposed;
      TensorId& panels = packed[{kernel.index, transposed ? -2 : -1}];
      if (!panels.valid()) panels = add_prepare(out, PackDenseOp{transposed}, {kernel}, 1, out[id].path + "/filter")[0];
      out[id].inputs[1] = panels;
    }
  }
  return out;
}

}  // namespace specimen::gen
