#include <optional>

#include "graph/problem_of.h"
#include "graph/shapes.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

// A kernel that several layers share is packed once.
std::vector<TensorId> packed(Graph& graph, OpId reader, const Attributes& packing) {
  const TensorId kernel = graph[reader].inputs[1];
  for (OpId id : graph.pack) {
    if (graph[id].inputs[0] == kernel && graph[id].attributes == packing) return graph[id].outputs;
  }
  const auto outputs = static_cast<int>(infer_shapes(packing, {graph[kernel].shape}).outputs.size());
  return add_pack_op(graph, packing, {kernel}, outputs, graph[reader].path + "/filter");
}

// What the spec says of the weight that a kernel is made of; none: f32.
std::optional<DType> type_of(const Graph& graph, TensorId kernel) {
  while (graph[kernel].producer.valid()) kernel = graph[graph[kernel].producer].inputs[0];
  const DType type = graph[kernel].packed_as;
  return type == DType::f32 ? std::nullopt : std::optional<DType>(type);
}

// Integers are multiplied by the factors of their channels when all are added up: the first step of the epilogue.
void scale_first(Op& op, TensorId scale) {
  Chain& epilogue = *chain_of(op.attributes);
  epilogue.steps.insert(epilogue.steps.begin(), Step{Fn::multiply, Operand::channel});
  op.inputs.insert(op.inputs.begin() + fixed_inputs(op.attributes), scale);
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
      conv->filter = type_of(out, op.inputs[1]);
      conv->algorithm = conv->filter
                            ? ConvAlgorithm::direct
                            : rules.algorithm_of(problem_of(*conv, out[op.inputs[0]].shape, out[op.outputs[0]].shape));
    }
    auto* dense = std::get_if<FusedDenseOp>(&out[id].attributes);
    if (dense && !dense->packed) dense->filter = type_of(out, out[id].inputs[1]);
    const std::optional<Attributes> packing = traits(out[id].attributes).packing;
    if (!packing) continue;
    const OpId maker = out[out[id].inputs[1]].producer;
    if (maker.valid() && out[maker].attributes == *packing) continue;
    const std::vector<TensorId> filter = packed(out, id, *packing);
    out[id].inputs[1] = filter[0];
    if (filter.size() > 1) scale_first(out[id], filter[1]);
    if (auto* packed_conv = std::get_if<FusedConv2DOp>(&out[id].attributes)) packed_conv->packed = true;
    if (auto* packed_dense = std::get_if<FusedDenseOp>(&out[id].attributes)) packed_dense->packed = true;
  }
  return out;
}

}  // namespace specimen::gen
