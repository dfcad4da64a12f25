#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

Graph for_inference(const Graph& graph) {
  Graph out = graph;
  for (OpId id : graph.order()) {
    // Every norm is.
    if (auto* norm = std::get_if<BatchNormOp>(&out[id].attributes)) norm->frozen = false;
    if (auto* attention = std::get_if<AttentionOp>(&out[id].attributes)) attention->dropout = 0;
    if (!std::holds_alternative<DropoutOp>(graph[id].attributes)) continue;
    replace_uses(out, out[id].outputs[0], out[id].inputs[0]);
    remove_op(out, id);
  }
  return drop_dead(out);
}

}  // namespace specimen::gen
