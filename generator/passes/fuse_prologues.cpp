#include <algorithm>
#include <optional>

#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

// Why the chain cannot become the prologue of the only op that reads its result.
std::optional<Remark> refusal(const Graph& graph, const std::vector<std::vector<OpId>>& users, const Op& op) {
  if (op.outputs.size() != 1) return Remark::result_twice;
  const TensorId y = op.outputs[0];
  if (std::get<ElementwiseOp>(op.attributes).chain.has(Operand::tensor)) return Remark::residual_in_prologue;
  if (std::any_of(op.inputs.begin(), op.inputs.end(), [&](TensorId id) { return graph[id].kind == TensorKind::state; }))
    return Remark::reads_state;
  if (graph.is_output(y)) return Remark::output_of_model;
  if (users[y.index].size() != 1) return Remark::many_readers;
  const Op& reader = graph[users[y.index][0]];
  if (reader.inputs[0] != y || std::count(reader.inputs.begin(), reader.inputs.end(), y) != 1)
    return Remark::read_as_operand;
  if (!traits(reader.attributes).takes_prologue) return Remark::reader_without_prologue;
  return std::nullopt;
}

}  // namespace

Graph fuse_prologues(const Graph& graph) {
  Graph out = graph;
  const auto users = graph.users();
  for (OpId id : graph.order()) {
    const Op& op = out[id];
    if (!traits(op.attributes).is_chain) continue;
    if (const std::optional<Remark> refused = refusal(out, users, op)) {
      out[id].remarks.push_back(*refused);
      continue;
    }
    const OpId reader = users[op.outputs[0].index][0];
    Op& target = out[reader];
    // A chain before another is fused already, as the epilogue of whatever computes it.
    target.inputs[0] = op.inputs[0];
    target.inputs.insert(target.inputs.begin() + fixed_inputs(target.attributes), op.inputs.begin() + 1,
                         op.inputs.end());
    prologue_of(target.attributes) = std::get<ElementwiseOp>(op.attributes).chain;
    absorb(out, id, reader);
    out[id].outputs.clear();
  }
  return drop_dead(out);
}

}  // namespace specimen::gen
