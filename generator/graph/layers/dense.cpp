#include "graph/layers/layer.h"

namespace specimen::gen {

namespace {

TensorId dense(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  DenseOp op;
  op.units = layer.integer("units");
  const Shape shape = {Dim(layer.channels(x)), Dim(op.units)};
  const TensorId y = layer.op(op, {x, trained_weight(layer, "kernel", shape, "kernel")});
  return activate(layer, layer.call.value("activation"), add_bias(layer, y), layer.call.argument_span("activation"));
}

}  // namespace

std::vector<LayerRule> dense_layers() {
  return {{LayerInfo("Dense", "Fully connected layer over the last dimension, whatever comes before it.",
                     std::vector<Argument>{
                         Argument::needed("units", "int", "Features of the output.").at_least(1).at_most(1 << 24),
                         activation_argument(),
                         Argument::with_default("use_bias", "bool", true, "Adds a bias to every unit."),
                     } + weight_arguments()),
           dense}};
}

}  // namespace specimen::gen
