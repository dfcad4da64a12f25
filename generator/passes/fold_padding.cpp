#include <algorithm>

#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

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
      return traits(out[user].attributes).takes_zero_padding && out[user].inputs[0] == padded;
    });
    if (!taken) alone.push_back(Reason::reader_without_padding);
    if (!alone.empty()) continue;
    for (OpId user : users[padded.index]) {
      pad_with_zeros(out[user].attributes, pad->padding);
      out[user].inputs[0] = graph[id].inputs[0];
      absorb(out, id, user);
    }
  }
  return drop_dead(out);
}

}  // namespace specimen::gen
