#include "graph/layers/layer.h"

namespace specimen::gen {

namespace {

std::vector<Argument> pool_arguments() {
  return {
      Argument::with_default("pool_size", "int | list[int]", 2, "Height and width of the window.")
          .at_least(1)
          .at_most(4096),
      Argument::with_default("strides", "int | list[int]", Value(), "Steps of the window; null: its size.")
          .or_null()
          .at_least(1)
          .at_most(4096),
      Argument::with_default("padding", "string", "valid",
                             "`same` lets windows reach over the edge, which counts for nothing.")
          .one_of({"valid", "same"}),
  };
}

TensorId pool(LayerBuilder& layer, Pooling pooling) {
  const TensorId x = layer.input(0);
  Pool2DOp op;
  op.pooling = pooling;
  std::tie(op.window.height, op.window.width) = layer.pair("pool_size");
  std::tie(op.window.stride_height, op.window.stride_width) =
      layer.pair(layer.call.value("strides").is_null() ? "pool_size" : "strides");
  op.window.padding = window_padding(layer, layer.call.text("padding"), op.window, x);
  return layer.op(op, {x});
}

TensorId max_pool(LayerBuilder& layer) { return pool(layer, Pooling::max); }
TensorId average_pool(LayerBuilder& layer) { return pool(layer, Pooling::average); }
TensorId global_average(LayerBuilder& layer) {
  return layer.op(GlobalPoolOp{Pooling::average, layer.call.flag("keepdims")}, {layer.input(0)});
}
TensorId global_max(LayerBuilder& layer) {
  return layer.op(GlobalPoolOp{Pooling::max, layer.call.flag("keepdims")}, {layer.input(0)});
}

Argument keepdims() { return Argument::with_default("keepdims", "bool", false, "Keeps the image as 1 x 1."); }

}  // namespace

std::vector<LayerRule> pooling_layers() {
  return {
      {LayerInfo("MaxPooling2D", "The maximum of each window.", pool_arguments()), max_pool},
      {LayerInfo("AveragePooling2D", "The average of the pixels of each window that are inside the image.",
                 pool_arguments()),
       average_pool},
      {LayerInfo("GlobalAveragePooling2D",
                 "The average of all pixels: (batch, height, width, channels) -> (batch, channels).", {keepdims()}),
       global_average},
      {LayerInfo("GlobalMaxPooling2D",
                 "The maximum of all pixels: (batch, height, width, channels) -> (batch, channels).", {keepdims()}),
       global_max},
  };
}

}  // namespace specimen::gen
