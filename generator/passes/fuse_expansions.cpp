#include <algorithm>
#include <optional>

#include "graph/problem_of.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

// The op that both become.
ExpandDepthwiseOp pair_of(const Op& expand, const Op& depthwise) {
  const auto& first = std::get<FusedConv2DOp>(expand.attributes);
  const auto& second = std::get<FusedDepthwiseConv2DOp>(depthwise.attributes);
  return {first.layer.filters, second.layer.window, first.epilogue, second.epilogue};
}

// Why the 1x1 convolution cannot run in the depthwise convolution that reads it.
std::optional<Remark> refusal(const Graph& graph, const std::vector<std::vector<OpId>>& users, const Op& expand,
                              const Op& depthwise, const TargetRules& rules) {
  const auto& conv = std::get<FusedConv2DOp>(expand.attributes);
  const Shape &x = graph[expand.inputs[0]].shape, &y = graph[depthwise.outputs[0]].shape;
  if (expand.outputs.size() != 1) return Remark::result_twice;
  if (graph.is_output(expand.outputs[0])) return Remark::output_of_model;
  if (users[expand.outputs[0].index].size() != 1) return Remark::many_readers;
  if (!conv.prologue.empty()) return Remark::expansion_with_prologue;
  if (!may_expand(conv.epilogue)) return Remark::expansion_operand;
  if (!rules.expands_in_depthwise(problem_of(pair_of(expand, depthwise), x, y))) return Remark::small_expansion;
  return std::nullopt;
}

}  // namespace

Graph fuse_expansions(const Graph& graph, const TargetRules& rules) {
  Graph out = graph;
  const auto users = graph.users();
  for (OpId id : graph.order()) {
    if (!std::holds_alternative<FusedDepthwiseConv2DOp>(out[id].attributes)) continue;
    const OpId expand = out[out[id].inputs[0]].producer;
    if (!expand.valid()) continue;
    const Op first = out[expand], second = out[id];
    const auto* conv = std::get_if<FusedConv2DOp>(&first.attributes);
    if (!conv || !traits(first.attributes).takes_prologue) continue;
    if (const std::optional<Remark> refused = refusal(out, users, first, second, rules)) {
      std::vector<Remark>& remarks = out[expand].remarks;
      if (std::find(remarks.begin(), remarks.end(), *refused) == remarks.end()) remarks.push_back(*refused);
      continue;
    }
    Op& pair = out[id];
    pair.attributes = pair_of(first, second);
    pair.inputs = {first.inputs[0], first.inputs[1], second.inputs[1]};
    pair.inputs.insert(pair.inputs.end(), first.inputs.begin() + 2, first.inputs.end());
    pair.inputs.insert(pair.inputs.end(), second.inputs.begin() + 2, second.inputs.end());
    absorb(out, expand, id);
    out[expand].outputs.clear();
  }
  return drop_dead(out);
}

}  // namespace specimen::gen
