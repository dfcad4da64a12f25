#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "graph/layers/layer.h"
#include "graph/shapes.h"

namespace specimen::gen {

namespace {

struct Named {
  const char* keras;
  Fn fn;
};

// Keras's names of the activations that are elementwise.
constexpr Named kActivations[] = {
    {"elu", Fn::elu},
    {"exponential", Fn::exponential},
    {"gelu", Fn::gelu},
    {"gelu_tanh", Fn::gelu_tanh},
    {"hard_sigmoid", Fn::hard_sigmoid},
    {"hard_silu", Fn::hard_silu},
    {"hard_swish", Fn::hard_silu},
    {"leaky_relu", Fn::leaky_relu},
    {"mish", Fn::mish},
    {"relu", Fn::relu},
    {"relu6", Fn::relu6},
    {"sigmoid", Fn::sigmoid},
    {"silu", Fn::silu},
    {"softplus", Fn::softplus},
    {"softsign", Fn::softsign},
    {"swish", Fn::silu},
    {"tanh", Fn::tanh},
};

TensorId activation(LayerBuilder& layer) {
  return activate(layer, layer.call.value("activation"), layer.input(0), layer.call.argument_span("activation"));
}

// As Keras computes it: x above the threshold and max_value at most, negative_slope * (x - threshold) elsewhere.
TensorId relu(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  const Value& max_value = layer.call.value("max_value");
  const double slope = layer.call.number("negative_slope"), threshold = layer.call.number("threshold");
  if (slope == 0 && threshold == 0 && !max_value.is_null() && max_value.number() == 6)
    return layer.op(UnaryOp{Fn::relu6}, {x});
  const UnaryOp above = threshold != 0 ? UnaryOp{Fn::threshold, threshold}
                        : slope != 0   ? UnaryOp{Fn::leaky_relu, slope}
                                       : UnaryOp{Fn::relu};
  TensorId y = layer.op(above, {x});
  if (!max_value.is_null()) y = layer.op(UnaryOp{Fn::minimum, max_value.number()}, {y});
  if (threshold == 0 || slope == 0) return y;
  // slope * relu(threshold - x)
  TensorId below = x;
  for (const UnaryOp& op :
       {UnaryOp{Fn::negate}, UnaryOp{Fn::add, threshold}, UnaryOp{Fn::relu}, UnaryOp{Fn::multiply, slope}})
    below = layer.op(op, {below});
  return layer.op(BinaryOp{Fn::subtract}, {y, below});
}

TensorId leaky_relu(LayerBuilder& layer) {
  return layer.op(UnaryOp{Fn::leaky_relu, layer.call.number("negative_slope")}, {layer.input(0)});
}

// max(x, 0) + alpha * min(x, 0). Axes that share alpha come first: then x is rows of what each alpha belongs to.
TensorId prelu(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  if (layer.failed()) return x;
  const Shape shape = layer.shape(x);
  const int rank = static_cast<int>(shape.size());
  std::vector<bool> shared(static_cast<std::size_t>(rank), false);
  const Value& given = layer.call.value("shared_axes");
  for (const Value& axis : given.is_null() ? Value::List{} : given.is_list() ? given.list() : Value::List{given}) {
    const std::int64_t dim = axis.integer() < 0 ? axis.integer() + rank : axis.integer();
    if (dim < 1 || dim >= rank) {
      layer.fail(
          Kind::argument_out_of_range, layer.call.argument_span("shared_axes"),
          "PReLU of " + to_string(shape) + " has no axis " + std::to_string(axis.integer()) + " after the batch");
      return x;
    }
    shared[static_cast<std::size_t>(dim)] = true;
  }
  int own = 1;  // the first dimension that has alphas of its own
  while (own < rank - 1 && shared[static_cast<std::size_t>(own)]) ++own;
  const bool leading = std::find(shared.begin() + own, shared.end(), true) == shared.end();
  const int rows = layer.extent_of(x, 1, own), alphas = layer.extent_of(x, own, rank);
  if (!leading || alphas < 1 || (own < rank - 1 && rows < 1)) {
    layer.fail(Kind::layer_shape, layer.call.argument_span("shared_axes"),
               "PReLU of " + to_string(shape) +
                   ": axes in front share alpha, as [1, 2] of an image, and the others are "
                   "numbers");
    return x;
  }
  Shape held;
  for (int dim = 1; dim < rank; ++dim) held.push_back(dim < own ? Dim(1) : shape[static_cast<std::size_t>(dim)]);
  WeightOptions options;
  options.initializer = text_of(layer.call.value("alpha_initializer"));
  options.regularizer = text_of(layer.call.value("alpha_regularizer"));
  const TensorId alpha =
      held.size() == 1 ? layer.weight("alpha", held, options) : layer.weight_as({alphas}, "alpha", held, options);
  const bool flat = own < rank - 1;
  const TensorId in = !flat ? x : own == 1 ? layer.reshaped(x, {alphas}) : layer.reshaped(x, {rows, alphas});
  const TensorId above = layer.op(UnaryOp{Fn::relu}, {in});
  const TensorId below = layer.op(BinaryOp{Fn::multiply}, {layer.op(UnaryOp{Fn::minimum, 0}, {in}), alpha});
  const TensorId y = layer.op(BinaryOp{Fn::add}, {above, below});
  std::vector<int> extents;
  for (int dim = 1; flat && dim < rank; ++dim) extents.push_back(layer.extent_of(x, dim, dim + 1));
  return flat ? layer.reshaped(y, extents) : y;
}

TensorId elu(LayerBuilder& layer) { return layer.op(UnaryOp{Fn::elu, layer.call.number("alpha")}, {layer.input(0)}); }

TensorId rescaling(LayerBuilder& layer) {
  const TensorId scaled = layer.op(UnaryOp{Fn::multiply, layer.call.number("scale")}, {layer.input(0)});
  return layer.op(UnaryOp{Fn::add, layer.call.number("offset")}, {scaled});
}

TensorId softmax(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  const int axis = layer.axis_of(x);
  if (layer.failed()) return x;
  const int rank = static_cast<int>(layer.shape(x).size());
  if (axis == rank - 1) return layer.op(SoftmaxOp{}, {x});
  const auto [there, back] = last_and_back(axis, rank);
  return layer.op(back, {layer.op(SoftmaxOp{}, {layer.op(there, {x})})});
}

}  // namespace

Argument activation_argument() {
  return Argument::with_default("activation", "string", Value(), "Keras's name of an activation; null: none.")
      .or_null();
}

TensorId activate(LayerBuilder& layer, const Value& name, TensorId x, const Span& span) {
  if (layer.failed() || name.is_null() || name.text() == "linear") return x;
  if (name.text() == "softmax") return layer.op(SoftmaxOp{}, {x});
  if (name.text() == "selu") {
    // Its two constants: scale * elu(x, alpha).
    const TensorId y = layer.op(UnaryOp{Fn::elu, 1.6732632423543772}, {x});
    return layer.op(UnaryOp{Fn::multiply, 1.0507009873554805}, {y});
  }
  std::vector<std::string> known = {"linear", "selu", "softmax"};
  for (const Named& row : kActivations) {
    if (name.text() == row.keras) {
      // Keras's defaults: elu's alpha, leaky_relu's negative slope.
      return layer.op(UnaryOp{row.fn, row.fn == Fn::elu ? 1.0 : row.fn == Fn::leaky_relu ? 0.2 : 0.0}, {x});
    }
    known.push_back(row.keras);
  }
  const std::string near(nearest(name.text(), known));
  layer.fail(
      Kind::argument_not_a_choice, span,
      fmt::format("there is no activation `{}`{}", name.text(), near.empty() ? "" : "; did you mean `" + near + "`?"));
  return x;
}

std::vector<LayerRule> activation_layers() {
  return {
      {LayerInfo("Activation", "An activation by Keras's name.",
                 {Argument::needed("activation", "string", "relu, relu6, silu, gelu, sigmoid, softmax, ...")}),
       activation},
      {LayerInfo("ReLU",
                 "x above the threshold, but max_value at most; negative_slope * (x - threshold) elsewhere. By default "
                 "max(x, 0).",
                 {
                     Argument::with_default("max_value", "float", Value(), "The upper bound; null: none.")
                         .or_null()
                         .at_least(0),
                     Argument::with_default("negative_slope", "float", 0.0, "Slope below the threshold.").at_least(0),
                     Argument::with_default("threshold", "float", 0.0, "Below which x is not kept.").at_least(0),
                 }),
       relu},
      {LayerInfo("LeakyReLU", "x, or negative_slope * x below zero.",
                 {Argument::with_default("negative_slope", "float", 0.3, "Slope below zero.").at_least(0)}),
       leaky_relu},
      {LayerInfo(
           "PReLU",
           "x, or alpha * x below zero, with a learned alpha for each element (https://arxiv.org/abs/1502.01852).",
           {
               Argument::with_default("shared_axes", "int | list[int]", Value(),
                                      "Axes along which alpha is the same: [1, 2] for one each channel of an image.")
                   .or_null(),
               Argument::with_default("alpha_initializer", "string | object", "zeros", "How training starts alpha."),
               Argument::with_default("alpha_regularizer", "string | object", Value(),
                                      "What training adds to the loss for alpha.")
                   .or_null(),
           }),
       prelu},
      {LayerInfo("ELU", "x, or alpha * (exp(x) - 1) below zero.",
                 {Argument::with_default("alpha", "float", 1.0, "What it goes to below zero.")}),
       elu},
      {LayerInfo("Rescaling", "x * scale + offset.",
                 {
                     Argument::needed("scale", "float", "The factor."),
                     Argument::with_default("offset", "float", 0.0, "What is added."),
                 }),
       rescaling},
      {LayerInfo("Softmax", "exp(x) / sum(exp(x)) along an axis.",
                 {Argument::with_default("axis", "int", -1, "Along which, after the batch; -1 is the last.")}),
       softmax},
  };
}

}  // namespace specimen::gen
