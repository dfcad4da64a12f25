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

bool writes_two(const Attributes& attributes) {
  return std::holds_alternative<Conv2DOp>(attributes) || std::holds_alternative<ElementwiseOp>(attributes);
}

// Moves the chain of `id` into the op that writes its input, or says what speaks against it.
std::optional<Reason> fuse(Graph& graph, OpId id, const std::vector<int>& position) {
  const Op& op = graph[id];
  const Chain& tail = std::get<ElementwiseOp>(op.attributes).chain;
  const TensorId x = op.inputs[0];
  const OpId host = graph[x].producer;
  if (!host.valid()) return Reason::input_of_model;
  const Chain* head = chain_of(graph[host].attributes);
  if (!head) return Reason::no_epilogue;
  if (graph[host].outputs.back() != x) return Reason::kept_value;
  if (graph[x].shape != graph[op.outputs[0]].shape) return Reason::broadcasts;
  if (repeats_an_operand(graph, op) && !std::holds_alternative<ElementwiseOp>(graph[host].attributes))
    return Reason::operand_of_other_shape;
  if (tensor_operands(*head) + tensor_operands(tail) > 1) return Reason::two_residuals;
  for (std::size_t i = 1; i < op.inputs.size(); ++i) {
    if (op.inputs[i] == x) return Reason::itself_as_operand;
    const OpId producer = graph[op.inputs[i]].producer;
    const bool in_prepare = !producer.valid() || is_prepare(graph[producer].attributes);
    if (!in_prepare && position[producer.index] >= position[host.index]) return Reason::operand_later;
  }
  const bool shared = graph.users()[x.index].size() > 1 || graph.is_output(x);
  const int outputs = head->outputs() + tail.outputs() - 1 + (shared ? 1 : 0);
  if (outputs > 2) return Reason::two_outputs;
  if (outputs == 2 && !writes_two(graph[host].attributes)) return Reason::one_output;
  if (shared && head->empty()) return Reason::nothing_before;

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
  const std::vector<int> position = positions(graph);
  for (OpId id : graph.order()) {
    if (std::holds_alternative<ElementwiseOp>(out[id].attributes)) {
      if (const std::optional<Reason> refused = fuse(out, id, position)) out[id].alone.push_back(*refused);
    } else if (std::holds_alternative<Pool2DOp>(out[id].attributes)) {
      out[id].alone.push_back(Reason::pools_a_window);
    } else if (std::holds_alternative<GlobalPoolOp>(out[id].attributes)) {
      out[id].alone.push_back(Reason::pools_all_pixels);
    }
  }
  return drop_dead(out);
}

}  // namespace specimen::gen
