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
    std::vector<Remark>& remarks = out[id].remarks;
    if (pad->value != 0) remarks.push_back(Remark::pads_a_value);
    if (graph.is_output(padded)) remarks.push_back(Remark::output_of_model);
    const bool taken = std::all_of(users[padded.index].begin(), users[padded.index].end(), [&](OpId user) {
      return traits(out[user].attributes).takes_zero_padding && out[user].inputs[0] == padded;
    });
    if (!taken) remarks.push_back(Remark::reader_without_padding);
    if (!remarks.empty()) continue;
    for (OpId user : users[padded.index]) {
      pad_with_zeros(out[user].attributes, pad->padding);
      out[user].inputs[0] = graph[id].inputs[0];
      absorb(out, id, user);
    }
  }
  return drop_dead(out);
}

}  // namespace specimen::gen
