#include <algorithm>

#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

int tensor_operands(const Chain& chain) {
  const std::vector<Operand> operands = chain.operands();
  return static_cast<int>(std::count(operands.begin(), operands.end(), Operand::tensor));
}

bool writes_two(const Attributes& attributes) {
  return std::holds_alternative<Conv2DOp>(attributes) || std::holds_alternative<ElementwiseOp>(attributes);
}

// Moves the chain of `id` into the op that writes its input; false when something speaks against it.
bool fuse(Graph& graph, OpId id, const std::vector<int>& position) {
  const Op& op = graph[id];
  const Chain& tail = std::get<ElementwiseOp>(op.attributes).chain;
  const TensorId x = op.inputs[0];
  const OpId host = graph[x].producer;
  if (!host.valid()) return false;
  const Chain* head = chain_of(graph[host].attributes);
  if (!head || graph[host].outputs.back() != x) return false;
  if (graph[x].shape != graph[op.outputs[0]].shape) return false;
  if (tensor_operands(*head) + tensor_operands(tail) > 1) return false;  // kernels know one residual's storage
  for (std::size_t i = 1; i < op.inputs.size(); ++i) {
    if (op.inputs[i] == x) return false;  // x + x: the value is not in memory yet
    const OpId producer = graph[op.inputs[i]].producer;
    const bool in_prepare = !producer.valid() || is_prepare(graph[producer].attributes);
    if (!in_prepare && position[producer.index] >= position[host.index]) return false;
  }
  const bool shared = graph.users()[x.index].size() > 1 || graph.is_output(x);
  const int outputs = head->outputs() + tail.outputs() - 1 + (shared ? 1 : 0);
  if (outputs > 2 || (outputs == 2 && !writes_two(graph[host].attributes))) return false;
  if (shared && head->empty()) return false;  // nothing of the host's own to store: the layer stays a kernel of its own

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
  remove_op(graph, id);
  graph[id].outputs.clear();
  return true;
}

}  // namespace

Graph fuse_chains(const Graph& graph) {
  Graph out = graph;
  const std::vector<int> position = positions(graph);
  for (OpId id : graph.order()) {
    if (std::holds_alternative<ElementwiseOp>(out[id].attributes)) fuse(out, id, position);
  }
  return drop_dead(out);
}

}  // namespace specimen::gen
