#include "graph/layers/layer.h"

namespace specimen::gen {

namespace {

// Any number of inputs, from left to right.
TensorId merge(LayerBuilder& layer, Fn fn) {
  TensorId y = layer.input(0);
  for (int i = 1; i < layer.inputs(); ++i) y = layer.op(BinaryOp{fn}, {y, layer.input(i)});
  return y;
}

TensorId add(LayerBuilder& layer) { return merge(layer, Fn::add); }
TensorId subtract(LayerBuilder& layer) { return merge(layer, Fn::subtract); }
TensorId multiply(LayerBuilder& layer) { return merge(layer, Fn::multiply); }
TensorId maximum(LayerBuilder& layer) { return merge(layer, Fn::maximum); }
TensorId minimum(LayerBuilder& layer) { return merge(layer, Fn::minimum); }

TensorId concatenate(LayerBuilder& layer) {
  if (layer.failed()) return {};
  const int rank = static_cast<int>(layer.shape(layer.input(0)).size());
  const int axis = layer.integer("axis");
  if (axis != -1 && axis != rank - 1) {
    layer.fail(Kind::argument_out_of_range, layer.call.argument_span("axis"),
               "Concatenate joins along the last axis (-1)");
  }
  std::vector<TensorId> inputs;
  for (int i = 0; i < layer.inputs(); ++i) inputs.push_back(layer.input(i));
  return layer.op(ConcatOp{}, inputs);
}

}  // namespace

std::vector<LayerRule> merging_layers() {
  return {
      {LayerInfo("Add", "The sum of all inputs.", {}, 2, -1), add},
      {LayerInfo("Subtract", "The first input less the second.", {}, 2, 2), subtract},
      {LayerInfo("Multiply", "The product of all inputs; one of (batch, 1, 1, channels) scales whole channels.", {}, 2,
                 -1),
       multiply},
      {LayerInfo("Maximum", "The largest of all inputs, element by element.", {}, 2, -1), maximum},
      {LayerInfo("Minimum", "The smallest of all inputs, element by element.", {}, 2, -1), minimum},
      {LayerInfo("Concatenate", "All inputs side by side along the last axis.",
                 {Argument::with_default("axis", "int", -1, "The last axis.")}, 2, -1),
       concatenate},
  };
}

}  // namespace specimen::gen
