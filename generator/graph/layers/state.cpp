// Layers that write states: tensors that keep their values between runs.
#include <fmt/format.h>

#include "graph/layers/layer.h"
#include "graph/shapes.h"

namespace specimen::gen {

namespace {

TensorId append(LayerBuilder& layer) {
  const Shape& state = layer.shape(layer.input(0));
  if (state.size() != 3 || state[1].is_constant()) {
    layer.fail(Kind::layer_shape, layer.call.span,
               fmt::format("Append needs a state (batch, length, features) whose length is a symbol, got {}",
                           to_string(state)));
    return {};
  }
  return layer.op(AppendOp{}, {layer.input(0), layer.input(1)});
}

TensorId assign(LayerBuilder& layer) {
  const Shape& state = layer.shape(layer.input(0));
  if (state.size() > 1 && state[0].is_constant() == false && !state[1].is_constant()) {
    layer.fail(Kind::layer_shape, layer.call.span,
               fmt::format("Assign needs a state without a length, got {}: Append writes that", to_string(state)));
    return {};
  }
  return layer.op(AssignOp{}, {layer.input(0), layer.input(1)});
}

}  // namespace

std::vector<LayerRule> state_layers() {
  return {
      {LayerInfo("Append",
                 "Writes its second input, (batch, tokens, features), behind what a state (batch, length, features) "
                 "holds. Gives all that the state holds then: (batch, length + tokens, features).",
                 {}, 2, 2),
       append},
      {LayerInfo("Assign",
                 "Writes its second input into a state of the same shape, the first input. Gives what the state holds "
                 "then.",
                 {}, 2, 2),
       assign},
  };
}

}  // namespace specimen::gen
