#include "graph/layers/layer.h"

namespace specimen::gen {

namespace {

TensorId batch_normalization(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  if (layer.failed()) return x;
  const int rank = static_cast<int>(layer.shape(x).size());
  const int axis = layer.integer("axis");
  if (axis != -1 && axis != rank - 1) {
    layer.fail(Kind::argument_out_of_range, layer.call.argument_span("axis"),
               "BatchNormalization normalises the last axis (-1)");
    return x;
  }
  BatchNormOp op;
  op.epsilon = layer.call.number("epsilon");
  op.momentum = layer.call.number("momentum");
  op.scale = layer.call.flag("scale");
  op.center = layer.call.flag("center");
  const Shape shape = {Dim(layer.channels(x))};
  std::vector<TensorId> inputs = {x};
  const std::string gamma = text_of(layer.call.value("gamma_initializer"));
  if (op.scale) inputs.push_back(layer.weight("gamma", shape, {.initializer = gamma}));
  if (op.center) inputs.push_back(layer.weight("beta", shape, {}));
  inputs.push_back(layer.weight("moving_mean", shape, {.trainable = false}));
  inputs.push_back(layer.weight("moving_variance", shape, {.initializer = "ones", .trainable = false}));
  return layer.op(op, inputs);
}

// Of the last axis alone, which is Keras's default.
bool last_axis(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  if (layer.failed()) return false;
  const int axis = layer.integer("axis");
  if (axis == -1 || axis == static_cast<int>(layer.shape(x).size()) - 1) return true;
  layer.fail(Kind::argument_out_of_range, layer.call.argument_span("axis"),
             layer.call.class_name + " normalises the last axis (-1)");
  return false;
}

TensorId normalize(LayerBuilder& layer, const LayerNormOp& op, const char* gamma) {
  const TensorId x = layer.input(0);
  if (!last_axis(layer)) return x;
  const Shape shape = {Dim(layer.channels(x))};
  std::vector<TensorId> inputs = {x};
  if (op.scale) inputs.push_back(layer.weight(gamma, shape, {.initializer = "ones"}));
  if (op.center) inputs.push_back(layer.weight("beta", shape, {}));
  return layer.op(op, inputs);
}

TensorId layer_normalization(LayerBuilder& layer) {
  return normalize(
      layer, {Norm::layer, layer.call.number("epsilon"), layer.call.flag("scale"), layer.call.flag("center")}, "gamma");
}

TensorId rms_normalization(LayerBuilder& layer) {
  return normalize(layer, {Norm::rms, layer.call.number("epsilon"), true, false}, "scale");
}

// Keras's constant.
TensorId unit_normalization(LayerBuilder& layer) { return normalize(layer, {Norm::unit, 1e-12, false, false}, ""); }

TensorId layer_scale(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  const std::string start = text_of(layer.call.value("gamma_initializer"));
  const TensorId gamma = layer.weight("gamma", {Dim(layer.channels(x))}, {.initializer = start});
  return layer.op(BinaryOp{Fn::multiply}, {x, gamma});
}

Argument axis_argument() { return Argument::with_default("axis", "int", -1, "The axis to normalise: the last one."); }

}  // namespace

std::vector<LayerRule> normalization_layers() {
  return {
      {LayerInfo(
           "BatchNormalization", "Batch normalisation with the moving statistics (https://arxiv.org/abs/1502.03167).",
           {
               Argument::with_default("axis", "int", -1, "The axis of the channels: the last one."),
               Argument::with_default("momentum", "float", 0.99, "Of the moving statistics, in training.")
                   .at_least(0)
                   .at_most(1),
               Argument::with_default("epsilon", "float", 1e-3, "Added to the variance.").at_least(0),
               Argument::with_default("center", "bool", true, "Adds beta."),
               Argument::with_default("scale", "bool", true, "Multiplies by gamma."),
               Argument::with_default("gamma_initializer", "string | object", "ones", "How training starts gamma."),
           }),
       batch_normalization},
      {LayerInfo("LayerNormalization", "Each row less its mean, over its deviation (https://arxiv.org/abs/1607.06450).",
                 {
                     axis_argument(),
                     Argument::with_default("epsilon", "float", 1e-3, "Added to the variance.").at_least(0),
                     Argument::with_default("center", "bool", true, "Adds beta."),
                     Argument::with_default("scale", "bool", true, "Multiplies by gamma."),
                 }),
       layer_normalization},
      {LayerInfo(
           "LayerScale", "x * gamma, a learned factor for each channel (https://arxiv.org/abs/2103.17239).",
           {Argument::with_default("gamma_initializer", "string | object", "ones", "How training starts gamma.")}),
       layer_scale},
      {LayerInfo("RMSNormalization",
                 "Each row over the root of its mean square, times scale (https://arxiv.org/abs/1910.07467).",
                 {
                     axis_argument(),
                     Argument::with_default("epsilon", "float", 1e-6, "Added to the mean square.").at_least(0),
                 }),
       rms_normalization},
      {LayerInfo("UnitNormalization", "Each row over its length.", {axis_argument()}), unit_normalization}};
}

}  // namespace specimen::gen
