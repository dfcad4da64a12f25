#include <algorithm>

#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

// The convolution that alone reads what the op writes, and can read what the op reads instead; none: not valid.
OpId reader_of(const Graph& graph, const std::vector<std::vector<OpId>>& users, const Op& op) {
  const auto* elementwise = std::get_if<ElementwiseOp>(&op.attributes);
  if (!elementwise || elementwise->chain.empty() || op.outputs.size() != 1) return {};
  const TensorId y = op.outputs[0];
  if (elementwise->chain.has(Operand::tensor) || graph.is_output(y) || users[y.index].size() != 1) return {};
  const OpId reader = users[y.index][0];
  const auto* conv = std::get_if<Conv2DOp>(&graph[reader].attributes);
  if (std::count(graph[reader].inputs.begin(), graph[reader].inputs.end(), y) != 1) return {};
  const bool fits = conv && graph[reader].inputs[0] == y && is_pointwise(conv->window) && conv->groups == 1;
  return fits ? reader : OpId{};
}

}  // namespace

Graph fuse_prologues(const Graph& graph) {
  Graph out = graph;
  const auto users = graph.users();
  for (OpId id : graph.order()) {
    const OpId reader = reader_of(out, users, out[id]);
    if (!reader.valid()) continue;
    const Op& op = out[id];
    Op& target = out[reader];
    // A chain before another is fused already, as the epilogue of whatever computes it.
    Conv2DOp& conv = std::get<Conv2DOp>(target.attributes);
    conv.prologue = std::get<ElementwiseOp>(op.attributes).chain;
    target.inputs[0] = op.inputs[0];
    target.inputs.insert(target.inputs.begin() + 2, op.inputs.begin() + 1, op.inputs.end());
    remove_op(out, id);
    out[id].outputs.clear();
  }
  return drop_dead(out);
}

}  // namespace specimen::gen
