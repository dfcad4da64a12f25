#include <algorithm>

#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

// What a transposed convolution writes for nobody but a crop, it need not write: its padding is what it leaves out.
void fold_crop(Graph& graph, OpId id, const std::vector<std::vector<OpId>>& users) {
  const TensorId whole = graph[id].inputs[0];
  const OpId host = graph[whole].producer;
  if (!host.valid() || users[whole.index].size() != 1 || graph.is_output(whole)) return;
  auto* convolution = std::get_if<Conv2DTransposeOp>(&graph[host].attributes);
  if (!convolution) return;
  const Padding margin = std::get<CropOp>(graph[id].attributes).margin;
  Padding& cut = convolution->window.padding;
  cut = {cut.top + margin.top, cut.bottom + margin.bottom, cut.left + margin.left, cut.right + margin.right};
  const TensorId y = graph[id].outputs[0];
  graph[host].outputs[0] = y;
  graph[y].producer = host;
  graph[whole].producer = {};
  absorb(graph, id, host);
  graph[id].outputs.clear();
}

}  // namespace

Graph fold_padding(const Graph& graph) {
  Graph out = graph;
  const auto users = graph.users();
  for (OpId id : graph.order()) {
    if (std::holds_alternative<CropOp>(graph[id].attributes)) fold_crop(out, id, users);
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
