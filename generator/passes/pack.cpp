#include <optional>

#include "graph/problem_of.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

// A kernel that several layers share is packed once.
TensorId packed(Graph& graph, OpId reader, const Attributes& packing) {
  const TensorId kernel = graph[reader].inputs[1];
  for (OpId id : graph.pack) {
    if (graph[id].inputs[0] == kernel && graph[id].attributes == packing) return graph[id].outputs[0];
  }
  return add_pack_op(graph, packing, {kernel}, 1, graph[reader].path + "/filter")[0];
}

}  // namespace

Graph pack(const Graph& graph, const TargetRules& rules) {
  Graph out = graph;
  for (OpId id : graph.order()) {
    auto* conv = std::get_if<FusedConv2DOp>(&out[id].attributes);
    if (conv && !conv->packed) {
      const Op& op = out[id];
      // A kernel that `lower` has yet to make one of an image.
      if (out[op.inputs[1]].shape.size() != 4) continue;
      conv->algorithm = rules.algorithm_of(problem_of(*conv, out[op.inputs[0]].shape, out[op.outputs[0]].shape));
    }
    const std::optional<Attributes> packing = traits(out[id].attributes).packing;
    if (!packing) continue;
    const OpId maker = out[out[id].inputs[1]].producer;
    if (maker.valid() && out[maker].attributes == *packing) continue;
    const TensorId filter = packed(out, id, *packing);
    out[id].inputs[1] = filter;
    if (auto* packed_conv = std::get_if<FusedConv2DOp>(&out[id].attributes)) packed_conv->packed = true;
    if (auto* packed_dense = std::get_if<FusedDenseOp>(&out[id].attributes)) packed_dense->packed = true;
  }
  return out;
}

}  // namespace specimen::gen
