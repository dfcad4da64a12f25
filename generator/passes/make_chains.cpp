#include <algorithm>

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

}  // namespace

Graph make_chains(const Graph& graph) {
  Graph out = graph;
  const std::vector<int> position = positions(graph);
  for (OpId id : graph.order()) {
    Op& op = out[id];
    if (const auto* unary = std::get_if<UnaryOp>(&op.attributes)) {
      op.attributes = ElementwiseOp{{{Step{unary->fn, Operand::none, unary->parameter}}}};
    } else if (const auto* binary = std::get_if<BinaryOp>(&op.attributes)) {
      const Shape& a = out[op.inputs[0]].shape;
      const Shape& b = out[op.inputs[1]].shape;
      const Operand operand = a == b ? Operand::tensor : b.size() == 1 ? Operand::channel : Operand::image_channel;
      if (operand == Operand::tensor && commutes(binary->fn) &&
          better_host(out, position, op.inputs[0], op.inputs[1])) {
        std::swap(op.inputs[0], op.inputs[1]);
      }
      op.attributes = ElementwiseOp{{{Step{binary->fn, operand}}}};
    } else if (const auto* norm = std::get_if<BatchNormOp>(&op.attributes)) {
      const ScaleShiftOp scale_shift{norm->epsilon, norm->scale, norm->center};
      const std::vector<TensorId> statistics(op.inputs.begin() + 1, op.inputs.end());
      const TensorId x = op.inputs[0];
      const std::vector<TensorId> made = add_prepare(out, scale_shift, statistics, 2, op.path + "/folded");
      out[id].attributes = ElementwiseOp{{{Step{Fn::multiply, Operand::channel}, Step{Fn::add, Operand::channel}}}};
      out[id].inputs = {x, made[0], made[1]};
    }
  }
  return out;
}

}  // namespace specimen::gen
