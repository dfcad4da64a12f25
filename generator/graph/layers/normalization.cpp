#include <algorithm>
#include <cmath>

#include "graph/layers/layer.h"
#include "graph/shapes.h"

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

// The axes that the argument names, after the batch and in order; empty after a diagnostic.
std::vector<int> axes_of(LayerBuilder& layer, int rank) {
  const Value& given = layer.call.value("axis");
  std::vector<int> axes;
  for (const Value& axis : given.is_list() ? given.list() : Value::List{given}) {
    const std::int64_t dim = axis.integer() < 0 ? axis.integer() + rank : axis.integer();
    if (dim < 1 || dim >= rank || (!axes.empty() && dim <= axes.back())) {
      layer.fail(
          Kind::argument_out_of_range, layer.call.argument_span("axis"),
          layer.call.class_name + " takes axes after the batch, in order: from 1 to " + std::to_string(rank - 1));
      return {};
    }
    axes.push_back(static_cast<int>(dim));
  }
  return axes;
}

// Rows of what is normalised together: the axes come last and become one dimension. Gamma and beta are of all of them.
TensorId normalize(LayerBuilder& layer, const LayerNormOp& op, const char* gamma) {
  const TensorId x = layer.input(0);
  if (layer.failed()) return x;
  const Shape shape = layer.shape(x);
  const int rank = static_cast<int>(shape.size());
  const std::vector<int> axes = axes_of(layer, rank);
  if (layer.failed()) return x;
  const bool last = axes.size() == 1 && axes[0] == rank - 1;
  PermuteOp there, back;
  for (int dim = 1; dim < rank; ++dim) {
    if (std::find(axes.begin(), axes.end(), dim) == axes.end()) there.order.push_back(dim);
  }
  const int others = static_cast<int>(there.order.size());
  there.order.insert(there.order.end(), axes.begin(), axes.end());
  back.order.resize(there.order.size());
  for (std::size_t i = 0; i < there.order.size(); ++i)
    back.order[static_cast<std::size_t>(there.order[i] - 1)] = static_cast<int>(i) + 1;
  if (!last && layer.extent_of(x, 1, rank) < 1) {
    layer.fail(Kind::layer_shape, layer.call.argument_span("axis"),
               layer.call.class_name + " along " + (axes.size() == 1 ? "this axis" : "several axes") +
                   " needs numbers as extents after the batch, got " + to_string(shape));
    return x;
  }
  const TensorId moved = last || std::is_sorted(there.order.begin(), there.order.end()) ? x : layer.op(there, {x});
  if (layer.failed()) return x;
  const Shape moved_shape = layer.shape(moved);
  Shape held;
  for (int axis : axes) held.push_back(shape[static_cast<std::size_t>(axis)]);
  const int features = last ? layer.channels(x) : layer.extent_of(moved, 1 + others, rank);
  const auto weight = [&](const char* name, const WeightOptions& options) {
    return axes.size() == 1 ? layer.weight(name, held, options) : layer.weight_as({features}, name, held, options);
  };
  std::vector<TensorId> inputs = {moved};
  if (axes.size() > 1)
    inputs[0] = layer.reshaped(moved, others == 0 ? std::vector<int>{features}
                                                  : std::vector<int>{layer.extent_of(moved, 1, 1 + others), features});
  if (op.scale) inputs.push_back(weight(gamma, {.initializer = "ones"}));
  if (op.center) inputs.push_back(weight("beta", {}));
  TensorId y = layer.op(op, inputs);
  if (axes.size() > 1) {
    std::vector<int> extents;
    for (std::size_t i = 1; i < moved_shape.size(); ++i) extents.push_back(static_cast<int>(number(moved_shape[i])));
    y = layer.reshaped(y, extents);
  }
  return moved == x ? y : layer.op(back, {y});
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

// (x - mean) / sqrt(variance), each one number, or weights of the axis. The deviation is 1e-7 at least, as in Keras:
// which is what its square beside the variance makes of none, and nothing to any other.
TensorId normalization(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  const int axis = layer.axis_of(x);
  if (layer.failed()) return x;
  const Value &mean = layer.call.value("mean"), &variance = layer.call.value("variance");
  if (mean.is_null() != variance.is_null()) {
    layer.fail(Kind::argument_out_of_range, layer.call.argument_span(mean.is_null() ? "variance" : "mean"),
               "Normalization takes both mean and variance, or neither: then they are weights");
    return x;
  }
  if (!mean.is_null()) {
    const TensorId centred = layer.op(UnaryOp{Fn::subtract, mean.number()}, {x});
    return layer.op(UnaryOp{Fn::divide, std::max(std::sqrt(variance.number()), 1e-7)}, {centred});
  }
  const int rank = static_cast<int>(layer.shape(x).size());
  if (layer.extent_of(x, axis, axis + 1) < 1) {
    layer.fail(Kind::layer_shape, layer.call.argument_span("axis"),
               "Normalization needs a number as the extent of the axis, got " + to_string(layer.shape(x)));
    return x;
  }
  const Shape held = {layer.shape(x)[static_cast<std::size_t>(axis)]};
  BatchNormOp op;
  op.epsilon = 1e-14;
  op.scale = op.center = false;
  op.frozen = true;
  const TensorId weights[] = {layer.weight("mean", held, {.trainable = false}),
                              layer.weight("variance", held, {.initializer = "ones", .trainable = false})};
  const auto [there, back] = last_and_back(axis, rank);
  const TensorId y = layer.op(op, {axis == rank - 1 ? x : layer.op(there, {x}), weights[0], weights[1]});
  return axis == rank - 1 ? y : layer.op(back, {y});
}

TensorId layer_scale(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  const std::string start = text_of(layer.call.value("gamma_initializer"));
  const TensorId gamma = layer.weight("gamma", {Dim(layer.channels(x))}, {.initializer = start});
  return layer.op(BinaryOp{Fn::multiply}, {x, gamma});
}

Argument axes_argument() {
  return Argument::with_default("axis", "int | list[int]", -1, "The axis to normalise, or several, after the batch.");
}

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
                     Argument::with_default("axis", "int", -1, "The axis of the channels: the last one."),
                     Argument::with_default("epsilon", "float", 1e-3, "Added to the variance.").at_least(0),
                     Argument::with_default("center", "bool", true, "Adds beta."),
                     Argument::with_default("scale", "bool", true, "Multiplies by gamma."),
                 }),
       group_normalization},
      {LayerInfo("LayerNormalization",
                 "Each row less its mean, over its deviation; or all elements along several axes "
                 "(https://arxiv.org/abs/1607.06450).",
                 {
                     axes_argument(),
                     Argument::with_default("epsilon", "float", 1e-3, "Added to the variance.").at_least(0),
                     Argument::with_default("center", "bool", true, "Adds beta."),
                     Argument::with_default("scale", "bool", true, "Multiplies by gamma."),
                 }),
       layer_normalization},
      {LayerInfo(
           "LayerScale", "x * gamma, a learned factor for each channel (https://arxiv.org/abs/2103.17239).",
           {Argument::with_default("gamma_initializer", "string | object", "ones", "How training starts gamma.")}),
       layer_scale},
      {LayerInfo("Normalization",
                 "x less a mean, over a deviation: fixed numbers, or weights that are not trained, with one for each "
                 "element of the axis.",
                 {
                     Argument::with_default("axis", "int", -1, "Of which each element has a mean and a variance."),
                     Argument::with_default("mean", "float", Value(), "Of all elements; null: a weight.").or_null(),
                     Argument::with_default("variance", "float", Value(), "Of all elements; null: a weight.")
                         .or_null()
                         .at_least(0),
                 }),
       normalization},
      {LayerInfo("RMSNormalization",
                 "Each row over the root of its mean square, times scale (https://arxiv.org/abs/1910.07467).",
                 {
                     axes_argument(),
                     Argument::with_default("epsilon", "float", 1e-6, "Added to the mean square.").at_least(0),
                 }),
       rms_normalization},
      {LayerInfo("UnitNormalization", "Each row over its length.", {axes_argument()}), unit_normalization}};
}

}  // namespace specimen::gen
