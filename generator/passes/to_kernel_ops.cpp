#include <algorithm>
#include <variant>

#include "graph/broadcast.h"
#include "passes/passes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

bool commutes(Fn fn) { return fn == Fn::add || fn == Fn::multiply || fn == Fn::maximum || fn == Fn::minimum; }

// Where a sum should run: in the kernel that is the last to finish, since by then the other operand exists.
bool better_host(const Graph& graph, const std::vector<int>& position, TensorId a, TensorId b) {
  auto rank = [&](TensorId id) {
    const OpId producer = graph[id].producer;
    if (!producer.valid() || !chain_of(graph[producer].attributes)) return -1;
    return position[producer.index];
  };
  return rank(b) > rank(a);
}

// The op with room for chains; one that has none stays as it is.
template <class LayerOp>
Attributes with_chains(const LayerOp& op) {
  if constexpr (is_op<Fused<LayerOp>>) {
    Fused<LayerOp> fused;
    fused.layer = op;
    return fused;
  } else {
    return op;
  }
}

// The chain goes over the operand of the result's shape, if one is: then it can run in the kernel that writes it, and a
// gate of channels is an operand that every kernel takes.
void to_chain(Graph& graph, const std::vector<int>& position, Op& op, const BinaryOp& binary) {
  const Fn fn = binary.fn;
  const Shape a = graph[op.inputs[0]].shape, b = graph[op.inputs[1]].shape, y = graph[op.outputs[0]].shape;
  std::vector<Step> steps = {Step{fn, Operand::tensor, binary.parameter}};
  const bool equal = a == b && commutes(fn) && better_host(graph, position, op.inputs[0], op.inputs[1]);
  const bool second = a != y && b == y;
  if (equal || (second && commutes(fn))) {
    std::swap(op.inputs[0], op.inputs[1]);
  } else if (second && fn == Fn::subtract) {
    std::swap(op.inputs[0], op.inputs[1]);
    steps.push_back(Step{Fn::negate});
  }
  const Shape &x = graph[op.inputs[0]].shape, &operand = graph[op.inputs[1]].shape;
  if (operand.size() == 1) {
    steps[0].operand = Operand::channel;
  } else if (operand != y && x == y && gates_channels(operand, y)) {
    steps[0].operand = Operand::example_channel;
  }
  op.attributes = ElementwiseOp{{std::move(steps)}};
}

// The op becomes a chain: x times the first vector, and the second added.
void multiply_and_add(Graph& graph, OpId id, TensorId x, const std::vector<TensorId>& vectors) {
  graph[id].attributes = ElementwiseOp{{{Step{Fn::multiply, Operand::channel}, Step{Fn::add, Operand::channel}}}};
  graph[id].inputs = {x, vectors[0], vectors[1]};
}

// The statistics of the batch, what they are multiplied by and what is added, and a chain that does both.
void split_batch_norm(Graph& graph, OpId id, const BatchNormTrainingOp& norm) {
  const std::vector<TensorId> inputs = graph[id].inputs, outputs = graph[id].outputs;
  const std::string path = graph[id].path;
  const OpId statistics = graph.add_op(BatchNormStatisticsOp{}, {inputs[0]}, 2, path + "/statistics", graph[id].span);
  insert_before(graph, statistics, id);
  // They keep their tensors, which are outputs.
  for (std::size_t i = 0; i < 2; ++i) {
    const TensorId made = graph[statistics].outputs[i], known = outputs[i + 1];
    graph[statistics].outputs[i] = known;
    graph[known].producer = statistics;
    graph[made].producer = {};
  }
  std::vector<TensorId> vectors(inputs.begin() + 1, inputs.end());
  vectors.insert(vectors.end(), outputs.begin() + 1, outputs.end());
  const OpId scale = graph.add_op(BatchNormScaleOp{norm.epsilon, norm.scale, norm.center}, vectors, 2, path + "/scale",
                                  graph[id].span);
  insert_before(graph, scale, id);
  graph[graph[scale].outputs[1]].name = path + "/shift";
  multiply_and_add(graph, id, inputs[0], std::vector<TensorId>(graph[scale].outputs));
  graph[id].outputs = {outputs[0]};
}

// Frozen in training: gamma and beta may change.
void scale_in_step(Graph& graph, OpId id, const BatchNormOp& norm) {
  const std::vector<TensorId> inputs = graph[id].inputs;
  const OpId scale = graph.add_op(BatchNormScaleOp{norm.epsilon, norm.scale, norm.center},
                                  {inputs.begin() + 1, inputs.end()}, 2, graph[id].path + "/scale", graph[id].span);
  insert_before(graph, scale, id);
  graph[graph[scale].outputs[1]].name = graph[id].path + "/shift";
  multiply_and_add(graph, id, inputs[0], std::vector<TensorId>(graph[scale].outputs));
}

// fn of one tensor, or of one and a constant.
Step step_of(const UnaryOp& op) { return {op.fn, arity(op.fn) == 2 ? Operand::constant : Operand::none, op.parameter}; }

}  // namespace

Graph to_kernel_ops(const Graph& graph) {
  Graph out = graph;
  const std::vector<int> position = positions(graph);
  bool split = false;
  for (OpId id : graph.order()) {
    Op& op = out[id];
    if (const auto* unary = std::get_if<UnaryOp>(&op.attributes)) {
      op.attributes = ElementwiseOp{{{step_of(*unary)}}};
    } else if (const auto* binary = std::get_if<BinaryOp>(&op.attributes)) {
      to_chain(out, position, op, BinaryOp(*binary));
    } else if (const auto* training = std::get_if<BatchNormTrainingOp>(&op.attributes)) {
      split_batch_norm(out, id, BatchNormTrainingOp(*training));
      split = true;
    } else if (const auto* norm = std::get_if<BatchNormOp>(&op.attributes); norm && norm->frozen) {
      scale_in_step(out, id, BatchNormOp(*norm));
    } else if (norm) {
      const ScaleShiftOp scale_shift{norm->epsilon, norm->scale, norm->center};
      const std::vector<TensorId> statistics(op.inputs.begin() + 1, op.inputs.end());
      const TensorId x = op.inputs[0];
      const std::vector<TensorId> made = add_pack_op(out, scale_shift, statistics, 2, op.path + "/folded");
      multiply_and_add(out, id, x, made);
    } else {
      op.attributes = std::visit([](const auto& layer) { return with_chains(layer); }, Attributes(op.attributes));
    }
  }
  return split ? drop_dead(out) : out;  // without the tensors that nothing writes now
}

}  // namespace specimen::gen
