#include <fmt/format.h>

#include "base/nearest.h"
#include "graph/layers/layer.h"

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

TensorId relu(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  const Value& max_value = layer.call.value("max_value");
  const double slope = layer.call.number("negative_slope");
  if (max_value.is_null()) return layer.op(slope == 0 ? UnaryOp{Fn::relu} : UnaryOp{Fn::leaky_relu, slope}, {x});
  if (slope != 0 || max_value.number() != 6) {
    layer.fail(Kind::argument_out_of_range, layer.call.argument_span("max_value"),
               "ReLU takes a max_value of 6, without a negative_slope");
    return x;
  }
  return layer.op(UnaryOp{Fn::relu6}, {x});
}

TensorId leaky_relu(LayerBuilder& layer) {
  return layer.op(UnaryOp{Fn::leaky_relu, layer.call.number("negative_slope")}, {layer.input(0)});
}

TensorId softmax(LayerBuilder& layer) {
  const int axis = layer.integer("axis");
  if (axis != -1)
    layer.fail(Kind::argument_out_of_range, layer.call.argument_span("axis"), "Softmax runs over the last axis (-1)");
  return layer.op(SoftmaxOp{}, {layer.input(0)});
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
    const Step elu = {Fn::elu, Operand::none, 1.6732632423543772},
               scale = {Fn::multiply, Operand::constant, 1.0507009873554805};
    return layer.op(ElementwiseOp{{{elu, scale}}}, {x});
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
      {LayerInfo("ReLU", "max(x, 0), or min(max(x, 0), 6).",
                 {
                     Argument::with_default("max_value", "float", Value(), "6, or null for no upper bound.").or_null(),
                     Argument::with_default("negative_slope", "float", 0.0, "Slope below zero."),
                 }),
       relu},
      {LayerInfo("LeakyReLU", "x, or negative_slope * x below zero.",
                 {Argument::with_default("negative_slope", "float", 0.3, "Slope below zero.")}),
       leaky_relu},
      {LayerInfo("Softmax", "exp(x) / sum(exp(x)) over the last axis.",
                 {Argument::with_default("axis", "int", -1, "The last axis.")}),
       softmax},
  };
}

}  // namespace specimen::gen
