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

// Rows of all pixels of one group are normalised as rows of a layer norm are; gamma and beta are of channels.
TensorId group_normalization(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  if (!last_axis(layer)) return x;
  const Shape shape = layer.shape(x);
  const int rank = static_cast<int>(shape.size()), channels = layer.channels(x);
  const int given = layer.integer("groups"), groups = given == -1 ? channels : given;
  const int pixels = layer.extent_of(x, 1, rank - 1), elements = layer.extent_of(x, 1, rank);
  if (layer.failed()) return x;
  if (pixels < 0 || elements < 0) {
    layer.fail(Kind::layer_shape, layer.call.span,
               "GroupNormalization needs numbers as extents after the batch, got " + to_string(shape));
    return x;
  }
  if (groups < 1 || channels % groups != 0) {
    layer.fail(Kind::argument_out_of_range, layer.call.argument_span("groups"),
               "GroupNormalization: " + std::to_string(groups) + " groups do not divide " + std::to_string(channels) +
                   " channels");
    return x;
  }
  const int width = channels / groups;
  const PermuteOp swap{{2, 1, 3}};
  TensorId y = layer.reshaped(x, {pixels, groups, width});
  y = layer.reshaped(layer.op(swap, {y}), {groups, pixels * width});
  y = layer.op(LayerNormOp{Norm::layer, layer.call.number("epsilon"), false, false}, {y});
  y = layer.op(swap, {layer.reshaped(y, {groups, pixels, width})});
  std::vector<int> extents;
  for (int i = 1; i < rank; ++i) extents.push_back(layer.extent_of(x, i, i + 1));
  y = layer.reshaped(y, extents);
  const Shape vector = {Dim(channels)};
  if (layer.call.flag("scale"))
    y = layer.op(BinaryOp{Fn::multiply}, {y, layer.weight("gamma", vector, {.initializer = "ones"})});
  if (layer.call.flag("center")) y = layer.op(BinaryOp{Fn::add}, {y, layer.weight("beta", vector, {})});
  return y;
}

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
      {LayerInfo("GroupNormalization",
                 "All pixels of a group of channels less their mean, over their deviation "
                 "(https://arxiv.org/abs/1803.08494).",
                 {
                     Argument::with_default("groups", "int", 32, "How many; -1: one for each channel.").at_least(-1),
                     axis_argument(),
                     Argument::with_default("epsilon", "float", 1e-3, "Added to the variance.").at_least(0),
                     Argument::with_default("center", "bool", true, "Adds beta."),
                     Argument::with_default("scale", "bool", true, "Multiplies by gamma."),
                 }),
       group_normalization},
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
