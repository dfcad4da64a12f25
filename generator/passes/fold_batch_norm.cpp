#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

// The op that adds a value a channel to x, where it is the only reader of x; none otherwise.
OpId bias_of(const Graph& graph, const std::vector<std::vector<OpId>>& users, TensorId x) {
  if (users[x.index].size() != 1 || graph.is_output(x)) return OpId{};
  const Op& op = graph[users[x.index][0]];
  const auto* binary = std::get_if<BinaryOp>(&op.attributes);
  const bool bias = binary && binary->fn == Fn::add && op.inputs[0] == x && graph[op.inputs[1]].shape.size() == 1;
  return bias ? users[x.index][0] : OpId{};
}

// A layer whose result a batch norm scales.
struct Scaled {
  OpId op, bias;  // `bias` may be none
};

// What writes x: a convolution or dense op, or the bias after it; no op where x is read or scaled elsewhere.
Scaled writer_of(const Graph& graph, const std::vector<std::vector<OpId>>& users, TensorId x) {
  if (users[x.index].size() != 1 || graph.is_output(x)) return {};
  const OpId producer = graph[x].producer;
  if (!producer.valid()) return {};
  if (traits(graph[producer].attributes).scaled_axis != 0) return {producer, {}};
  const TensorId before = graph[producer].inputs[0];
  const OpId op = graph[before].producer;
  if (!op.valid() || traits(graph[op].attributes).scaled_axis == 0 || bias_of(graph, users, before) != producer)
    return {};
  return {op, producer};
}

}  // namespace

Graph fold_batch_norm(const Graph& graph) {
  Graph out = graph;
  const auto users = graph.users();
  for (OpId id : graph.order()) {
    const auto* norm = std::get_if<BatchNormOp>(&graph[id].attributes);
    if (!norm) continue;
    const TensorId x = graph[id].inputs[0];
    const Scaled layer = writer_of(graph, users, x);
    if (!layer.op.valid()) continue;

    FoldBatchNormOp fold;
    fold.epsilon = norm->epsilon;
    fold.scale = norm->scale;
    fold.center = norm->center;
    fold.bias = layer.bias.valid();
    fold.axis = traits(graph[layer.op].attributes).scaled_axis;
    std::vector<TensorId> inputs = {out[layer.op].inputs[1]};
    if (fold.bias) inputs.push_back(out[layer.bias].inputs[1]);
    inputs.insert(inputs.end(), graph[id].inputs.begin() + 1, graph[id].inputs.end());
    const std::vector<TensorId> folded = add_pack_op(out, fold, std::move(inputs), 2, graph[id].path + "/folded");

    out[layer.op].inputs[1] = folded[0];
    OpId bias = layer.bias;
    if (bias.valid()) {
      out[bias].inputs[1] = folded[1];
    } else {
      bias = out.add_op(BinaryOp{Fn::add}, {x, folded[1]}, 1, graph[layer.op].path, graph[layer.op].span);
      insert_after(out, bias, layer.op);
    }
    replace_uses(out, graph[id].outputs[0], out[bias].outputs[0]);
    absorb(out, id, bias);
  }
  return drop_dead(out);
}

}  // namespace specimen::gen
