#include <algorithm>
#include <optional>

#include "graph/shapes.h"
#include "kernels/expand_depthwise/schedule.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

// The kernel that both would be, as far as the choice asks.
ExpandDepthwise sketch(const Graph& graph, const Op& expand, const Op& depthwise) {
  const Shape &x = graph[expand.inputs[0]].shape, &y = graph[depthwise.outputs[0]].shape;
  ExpandDepthwise problem;
  problem.in_height = static_cast<int>(number(x[1]));
  problem.in_width = static_cast<int>(number(x[2]));
  problem.in_channels = static_cast<int>(number(x[3]));
  problem.out_height = static_cast<int>(number(y[1]));
  problem.out_width = static_cast<int>(number(y[2]));
  problem.channels = static_cast<int>(number(y[3]));
  return problem;
}

// What speaks against that the depthwise convolution takes the 1x1 convolution, which writes its input.
std::optional<Reason> refusal(const Graph& graph, const std::vector<std::vector<OpId>>& users, const Op& expand,
                              const Op& depthwise) {
  const Conv2DOp& conv = std::get<Conv2DOp>(expand.attributes);
  if (expand.outputs.size() != 1) return Reason::result_twice;
  if (graph.is_output(expand.outputs[0])) return Reason::output_of_model;
  if (users[expand.outputs[0].index].size() != 1) return Reason::many_readers;
  if (!conv.prologue.empty()) return Reason::expansion_with_prologue;
  if (!may_expand(conv.epilogue)) return Reason::expansion_operand;
  if (!better_as_one(sketch(graph, expand, depthwise))) return Reason::small_expansion;
  return std::nullopt;
}

}  // namespace

Graph fuse_expansions(const Graph& graph) {
  Graph out = graph;
  const auto users = graph.users();
  for (OpId id : graph.order()) {
    if (!std::holds_alternative<DepthwiseConv2DOp>(out[id].attributes)) continue;
    const OpId expand = out[out[id].inputs[0]].producer;
    if (!expand.valid()) continue;
    const Op first = out[expand], second = out[id];
    const auto* conv = std::get_if<Conv2DOp>(&first.attributes);
    if (!conv || !is_pointwise(conv->window) || conv->groups != 1) continue;
    if (const std::optional<Reason> refused = refusal(out, users, first, second)) {
      std::vector<Reason>& alone = out[expand].alone;
      if (std::find(alone.begin(), alone.end(), *refused) == alone.end()) alone.push_back(*refused);
      continue;
    }
    const auto& depthwise = std::get<DepthwiseConv2DOp>(second.attributes);
    Op& pair = out[id];
    pair.attributes = ExpandDepthwiseOp{conv->filters, depthwise.window, conv->epilogue, depthwise.epilogue};
    pair.inputs = {first.inputs[0], first.inputs[1], second.inputs[1]};
    pair.inputs.insert(pair.inputs.end(), first.inputs.begin() + 2, first.inputs.end());
    pair.inputs.insert(pair.inputs.end(), second.inputs.begin() + 2, second.inputs.end());
    absorb(out, expand, id);
    out[expand].outputs.clear();
  }
  return drop_dead(out);
}

}  // namespace specimen::gen
