#include <algorithm>

#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

bool takes_zeros(const Attributes& attributes) {
  if (const auto* pool = std::get_if<Pool2DOp>(&attributes)) {
    // An average would count the zeros; padding that already reads the lowest float cannot also read zeros.
    return pool->pooling == Pooling::max && (pool->window.padding.none() || pool->zero_padding);
  }
  return std::holds_alternative<Conv2DOp>(attributes) || std::holds_alternative<DepthwiseConv2DOp>(attributes);
}

}  // namespace

Graph fold_padding(const Graph& graph) {
  Graph out = graph;
  const auto users = graph.users();
  for (OpId id : graph.order()) {
    const auto* pad = std::get_if<PadOp>(&graph[id].attributes);
    if (!pad) continue;
    const TensorId padded = graph[id].outputs[0];
    std::vector<Reason>& alone = out[id].alone;
    if (pad->value != 0) alone.push_back(Reason::pads_a_value);
    if (graph.is_output(padded)) alone.push_back(Reason::output_of_model);
    const bool taken = std::all_of(users[padded.index].begin(), users[padded.index].end(), [&](OpId user) {
      return takes_zeros(out[user].attributes) && out[user].inputs[0] == padded;
    });
    if (!taken) alone.push_back(Reason::reader_without_padding);
    if (!alone.empty()) continue;
    for (OpId user : users[padded.index]) {
      Attributes& attributes = out[user].attributes;
      auto* window = const_cast<Window*>(window_of(attributes));
      window->padding.top += pad->padding.top;
      window->padding.bottom += pad->padding.bottom;
      window->padding.left += pad->padding.left;
      window->padding.right += pad->padding.right;
      if (auto* pool = std::get_if<Pool2DOp>(&attributes)) pool->zero_padding = true;
      out[user].inputs[0] = graph[id].inputs[0];
      absorb(out, id, user);
    }
  }
  return drop_dead(out);
}

}  // namespace specimen::gen
