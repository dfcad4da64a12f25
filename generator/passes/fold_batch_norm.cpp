#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

// The epilogue so far is nothing, or the bias alone.
bool only_bias(const Chain& chain) {
  return chain.steps.empty() ||
         (chain.steps.size() == 1 && chain.steps[0].fn == Fn::add && chain.steps[0].operand == Operand::channel);
}

}  // namespace

Graph fold_batch_norm(const Graph& graph) {
  Graph out = graph;
  const auto users = graph.users();
  for (OpId id : graph.order()) {
    const auto* norm = std::get_if<BatchNormOp>(&graph[id].attributes);
    if (!norm) continue;
    const TensorId x = graph[id].inputs[0];
    const OpId host = graph[x].producer;
    if (!host.valid() || traits(out[host].attributes).scaled_axis == 0 || users[x.index].size() != 1 || graph.is_output(x))
      continue;
    Chain& chain = *chain_of(out[host].attributes);
    if (!only_bias(chain)) continue;

    FoldBatchNormOp fold;
    fold.epsilon = norm->epsilon;
    fold.scale = norm->scale;
    fold.center = norm->center;
    fold.bias = !chain.steps.empty();
    fold.axis = traits(out[host].attributes).scaled_axis;
    std::vector<TensorId> inputs(out[host].inputs.begin() + 1, out[host].inputs.end());  // kernel, [bias]
    inputs.insert(inputs.end(), graph[id].inputs.begin() + 1, graph[id].inputs.end());
    const std::vector<TensorId> folded = add_prepare(out, fold, std::move(inputs), 2, graph[id].path + "/folded");

    out[host].inputs = {out[host].inputs[0], folded[0], folded[1]};
    chain_of(out[host].attributes)->steps = {Step{Fn::add, Operand::channel}};
    replace_uses(out, graph[id].outputs[0], x);
    absorb(out, id, host);
  }
  return drop_dead(out);
}

}  // namespace specimen::gen
