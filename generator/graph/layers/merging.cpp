#include <fmt/format.h>

#include "graph/layers/layer.h"
#include "graph/shapes.h"

namespace specimen::gen {

namespace {

// Any number of inputs, from left to right.
TensorId merge(LayerBuilder& layer, Fn fn) {
  TensorId y = layer.input(0);
  for (int i = 1; i < layer.inputs(); ++i) y = layer.op(BinaryOp{fn}, {y, layer.input(i)});
  return y;
}

TensorId average(LayerBuilder& layer) {
  return layer.op(UnaryOp{Fn::divide, static_cast<double>(layer.inputs())}, {merge(layer, Fn::add)});
}

TensorId add(LayerBuilder& layer) { return merge(layer, Fn::add); }
TensorId subtract(LayerBuilder& layer) { return merge(layer, Fn::subtract); }
TensorId multiply(LayerBuilder& layer) { return merge(layer, Fn::multiply); }
TensorId maximum(LayerBuilder& layer) { return merge(layer, Fn::maximum); }
TensorId minimum(LayerBuilder& layer) { return merge(layer, Fn::minimum); }

// Elements from this dimension on; -1 where that is known at run time only.
std::int64_t elements_from(const Shape& shape, int axis) {
  Shape rest(shape.begin() + axis, shape.end());
  rest.insert(rest.begin(), Dim(1));
  return example_elements(rest);
}

// Along another axis than the last: what is behind the axis becomes one dimension, which is then the last.
TensorId concatenate_inside(LayerBuilder& layer, int axis) {
  Shape y = layer.shape(layer.input(0));
  std::vector<TensorId> inputs;
  Dim joined(0);
  for (int i = 0; i < layer.inputs(); ++i) {
    Shape x = layer.shape(layer.input(i));
    const bool ranks = x.size() == y.size();
    const std::int64_t before = elements_from(y, 1), inside = ranks ? elements_from(x, axis) : -1;
    if (ranks) {
      joined = joined + x[axis];
      x[axis] = y[axis];
    }
    if (x != y || before < 1 || inside < 1 || inside > kMostElements) {
      layer.fail(Kind::layer_shape, layer.call.span,
                 fmt::format("Concatenate along axis {} of {} and {}: all other dimensions are equal, and numbers",
                             axis, to_string(layer.shape(layer.input(0))), to_string(layer.shape(layer.input(i)))));
      return {};
    }
    // (batch, what comes before, 1, the rest): an image, whose channels are joined.
    const std::int64_t rows = before / elements_from(y, axis);
    ReshapeOp rest{{static_cast<int>(inside)}};
    if (axis > 1) rest.shape = {static_cast<int>(rows), 1, static_cast<int>(inside)};
    inputs.push_back(layer.op(rest, {layer.input(i)}));
  }
  y[axis] = joined;
  ReshapeOp whole;
  for (std::size_t i = 1; i < y.size(); ++i) whole.shape.push_back(static_cast<int>(number(y[i])));
  return layer.op(whole, {layer.op(ConcatOp{}, inputs)});
}

TensorId concatenate(LayerBuilder& layer) {
  if (layer.failed()) return {};
  const int rank = static_cast<int>(layer.shape(layer.input(0)).size());
  int axis = layer.integer("axis");
  if (axis < 0) axis += rank;
  if (axis < 1 || axis >= rank) {
    layer.fail(
        Kind::argument_out_of_range, layer.call.argument_span("axis"),
        fmt::format("Concatenate joins along an axis after the batch, 1 to {} or -1 to {} here", rank - 1, 1 - rank));
    return {};
  }
  if (axis < rank - 1) return concatenate_inside(layer, axis);
  std::vector<TensorId> inputs;
  for (int i = 0; i < layer.inputs(); ++i) inputs.push_back(layer.input(i));
  return layer.op(ConcatOp{}, inputs);
}

}  // namespace

std::vector<LayerRule> merging_layers() {
  return {
      {LayerInfo("Add", "The sum of all inputs, broadcast to each other.", {}, 2, -1), add},
      {LayerInfo("Average", "The mean of all inputs, element by element, broadcast to each other.", {}, 2, -1),
       average},
      {LayerInfo("Subtract", "The first input less the second, broadcast to each other.", {}, 2, 2), subtract},
      {LayerInfo("Multiply",
                 "The product of all inputs, broadcast to each other: (batch, 1, 1, channels) scales whole channels, "
                 "(batch, height, width, 1) pixels.",
                 {}, 2, -1),
       multiply},
      {LayerInfo("Maximum", "The largest of all inputs, element by element, broadcast to each other.", {}, 2, -1),
       maximum},
      {LayerInfo("Minimum", "The smallest of all inputs, element by element, broadcast to each other.", {}, 2, -1),
       minimum},
      {LayerInfo("Concatenate", "All inputs side by side along an axis.",
                 {Argument::with_default("axis", "int", -1, "Along which; -1 is the last.")}, 2, -1),
       concatenate},
  };
}

}  // namespace specimen::gen
