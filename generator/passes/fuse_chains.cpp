#include <algorithm>
#include <optional>

#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

int tensor_operands(const Chain& chain) {
  const std::vector<Operand> operands = chain.operands();
  return static_cast<int>(std::count(operands.begin(), operands.end(), Operand::tensor));
}

// An operand of the shape of a part of the result, which is read again and again.
bool repeats_an_operand(const Graph& graph, const Op& op) {
  const std::vector<Operand> operands = std::get<ElementwiseOp>(op.attributes).chain.operands();
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (operands[i] == Operand::tensor && graph[op.inputs[i + 1]].shape != graph[op.outputs[0]].shape) return true;
  }
  return false;
}

// The gradients of a block stay functions of their own.
bool leaves_gradient(const Graph& graph, OpId id, OpId host) {
  const RegionId here = innermost_block(graph, graph[id].region), there = innermost_block(graph, graph[host].region);
  return here != there && (graph[here].backward || graph[there].backward);
}

// What stays as it is while chains move: the position of each op, and how many ops read each tensor.
struct Order {
  std::vector<int> position, readers;
};

// Moves the chain of `id` into the op that writes its input, or says why it cannot.
std::optional<Remark> fuse(Graph& graph, OpId id, Order& order) {
  const Op& op = graph[id];
  const Chain& tail = std::get<ElementwiseOp>(op.attributes).chain;
  const TensorId x = op.inputs[0];
  const OpId host = graph[x].producer;
  if (!host.valid()) return Remark::input_of_model;
  const OpTraits writer = traits(graph[host].attributes);
  const Chain* head = writer.chain;
  if (leaves_gradient(graph, id, host)) return Remark::other_block;
  if (!head) return Remark::no_epilogue;
  if (graph[host].outputs.back() != x) return Remark::kept_value;
  if (graph[x].shape != graph[op.outputs[0]].shape) return Remark::broadcasts;
  if (repeats_an_operand(graph, op) && !writer.is_chain) return Remark::operand_of_other_shape;
  if (tensor_operands(*head) + tensor_operands(tail) > 1) return Remark::two_residuals;
  for (std::size_t i = 1; i < op.inputs.size(); ++i) {
    if (op.inputs[i] == x) return Remark::itself_as_operand;
    const OpId producer = graph[op.inputs[i]].producer;
    const bool weight = !producer.valid() || stage_of(graph[producer].attributes) == Stage::weights;
    if (!weight && order.position[producer.index] >= order.position[host.index]) return Remark::operand_later;
  }
  const bool shared = order.readers[x.index] > 1 || graph.is_output(x);
  const int outputs = head->outputs() + tail.outputs() - 1 + (shared ? 1 : 0);
  if (outputs > 2) return Remark::two_outputs;
  if (outputs == 2 && !writer.second_output) return Remark::one_output;
  if (shared && (head->empty() || tail.empty())) return Remark::nothing_before;

  --order.readers[x.index];
  Op& target = graph[host];
  Chain& chain = *chain_of(target.attributes);
  if (shared) {
    chain.steps.back().store = true;
  } else {
    target.outputs.pop_back();
  }
  chain.steps.insert(chain.steps.end(), tail.steps.begin(), tail.steps.end());
  target.inputs.insert(target.inputs.end(), op.inputs.begin() + 1, op.inputs.end());
  for (TensorId output : op.outputs) {
    target.outputs.push_back(output);
    graph[output].producer = host;
  }
  absorb(graph, id, host);
  graph[id].outputs.clear();
  return std::nullopt;
}

}  // namespace

Graph fuse_chains(const Graph& graph) {
  Graph out = graph;
  Order order{positions(graph), {}};
  for (const std::vector<OpId>& users : graph.users()) order.readers.push_back(static_cast<int>(users.size()));
  for (OpId id : graph.order()) {
    const OpTraits of = traits(out[id].attributes);
    const std::optional<Remark> refused = of.is_chain ? fuse(out, id, order) : of.never_fused;
    if (refused) out[id].remarks.push_back(*refused);
  }
  return drop_dead(out);
}

}  // namespace specimen::gen
