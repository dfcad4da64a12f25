#include <algorithm>

#include "graph/layers/layer.h"
#include "graph/shapes.h"

namespace specimen::gen {

namespace {

std::vector<Argument> window_arguments() {
  return {
      Argument::needed("kernel_size", "int | list[int]", "Height and width of the window.").at_least(1).at_most(4096),
      Argument::with_default("strides", "int | list[int]", 1, "Steps of the window in rows and columns.")
          .at_least(1)
          .at_most(4096),
      Argument::with_default("padding", "string", "valid",
                             "`same` pads with zeros so that a stride of 1 keeps the size.")
          .one_of({"valid", "same"}),
      Argument::with_default("dilation_rate", "int | list[int]", 1, "Distance between the taps of the window.")
          .at_least(1)
          .at_most(4096),
  };
}

void check_dilation(LayerBuilder& layer, const Window& w) {
  if (!layer.failed() && std::max(w.stride_height, w.stride_width) > 1 &&
      std::max(w.dilation_height, w.dilation_width) > 1) {
    layer.fail(Kind::layer_shape, layer.call.argument_span("dilation_rate"),
               layer.call.class_name + " takes strides or a dilation_rate above 1, not both");
  }
}

Window window_of(LayerBuilder& layer, TensorId x) {
  Window w;
  std::tie(w.height, w.width) = layer.pair("kernel_size");
  std::tie(w.stride_height, w.stride_width) = layer.pair("strides");
  std::tie(w.dilation_height, w.dilation_width) = layer.pair("dilation_rate");
  check_dilation(layer, w);
  w.padding = window_padding(layer, layer.call.text("padding"), w, x);
  return w;
}

// The bias and the activation, which end a layer.
TensorId finish(LayerBuilder& layer, TensorId y) {
  return activate(layer, layer.call.value("activation"), add_bias(layer, y), layer.call.argument_span("activation"));
}

TensorId conv2d(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  Conv2DOp op;
  op.filters = layer.integer("filters");
  op.groups = layer.integer("groups");
  op.window = window_of(layer, x);
  const int channels = layer.channels(x);
  const Shape shape = {Dim(op.window.height), Dim(op.window.width), Dim(channels / op.groups), Dim(op.filters)};
  return finish(layer, layer.op(op, {x, trained_weight(layer, "kernel", shape, "kernel")}));
}

// Over (batch, steps, channels): an image of one row. Its kernel in the checkpoint has no height.
TensorId conv1d(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  const int channels = layer.channels(x);
  if (layer.failed()) return x;
  const Shape& shape = layer.shape(x);
  const std::int64_t steps = shape.size() == 3 ? number(shape[1]) : -1;
  if (steps < 1 || steps > kMostElements) {
    layer.fail(Kind::layer_shape, layer.call.span,
               "Conv1D needs (batch, steps, channels) with a number of steps, got " + to_string(shape));
    return x;
  }
  const TensorId row = layer.op(ReshapeOp{{1, static_cast<int>(steps), channels}}, {x});
  Conv2DOp op;
  op.filters = layer.integer("filters");
  op.groups = layer.integer("groups");
  Window& w = op.window;
  w.width = layer.integer("kernel_size");
  w.stride_width = layer.integer("strides");
  w.dilation_width = layer.integer("dilation_rate");
  check_dilation(layer, w);
  const std::string& padding = layer.call.text("padding");
  w.padding = window_padding(layer, padding, w, row);
  if (padding == "causal") w.padding.left = (w.width - 1) * w.dilation_width;
  const Shape kernel = {Dim(w.width), Dim(channels / op.groups), Dim(op.filters)};
  const TensorId y = finish(layer, layer.op(op, {row, trained_weight(layer, "kernel", kernel, "kernel")}));
  if (layer.failed()) return x;
  return layer.op(ReshapeOp{{static_cast<int>(number(layer.shape(y)[2])), op.filters}}, {y});
}

// What is cut from the full result of a transposed convolution, as TensorFlow does it: the odd pixel at the end. Below
// 0: zeros are added there.
Padding cut_of(LayerBuilder& layer, const Window& w, const Shape& x) {
  Padding cut;
  const bool same = layer.call.text("padding") == "same", given = !layer.call.value("output_padding").is_null();
  const auto [rows, columns] = given ? layer.pair("output_padding") : std::pair(0, 0);
  if (rows >= w.stride_height || columns >= w.stride_width) {
    if (given)
      layer.fail(Kind::argument_out_of_range, layer.call.argument_span("output_padding"),
                 "output_padding is less than the strides");
    if (given) return cut;
  }
  const auto split = [&](std::int64_t in, int size, int stride, int dilation, int more, int* before, int* after) {
    const std::int64_t window = std::int64_t{size - 1} * dilation + 1, full = (in - 1) * stride + window;
    const std::int64_t out = same    ? given ? (in - 1) * stride + window % 2 + more : in * stride
                             : given ? full + more
                                     : std::max(full, in * stride);
    *before = same ? static_cast<int>(std::max<std::int64_t>(0, full - out) / 2) : 0;
    *after = static_cast<int>(full - out) - *before;
  };
  split(number(x[1]), w.height, w.stride_height, w.dilation_height, rows, &cut.top, &cut.bottom);
  split(number(x[2]), w.width, w.stride_width, w.dilation_width, columns, &cut.left, &cut.right);
  return cut;
}

TensorId conv2d_transpose(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  Conv2DTransposeOp op;
  op.filters = layer.integer("filters");
  op.window = window_of(layer, x);
  op.window.padding = Padding();
  const int channels = layer.channels(x);
  if (layer.failed()) return x;
  if (layer.shape(x).size() == 4) op.window.padding = cut_of(layer, op.window, layer.shape(x));
  const Shape shape = {Dim(op.window.height), Dim(op.window.width), Dim(op.filters), Dim(channels)};
  return finish(layer, layer.op(op, {x, trained_weight(layer, "kernel", shape, "kernel")}));
}

TensorId depthwise_conv2d(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  DepthwiseConv2DOp op;
  op.window = window_of(layer, x);
  const int channels = layer.channels(x), multiplier = layer.integer("depth_multiplier");
  const Shape shape = {Dim(op.window.height), Dim(op.window.width), Dim(channels), Dim(multiplier)};
  return finish(layer, layer.op(op, {x, trained_weight(layer, "kernel", shape, "depthwise")}));
}

// A depthwise convolution, then a 1x1 over the channels; the bias and the activation come last.
TensorId separable_conv2d(LayerBuilder& layer) {
  const TensorId x = layer.input(0);
  DepthwiseConv2DOp depthwise;
  depthwise.window = window_of(layer, x);
  const int channels = layer.channels(x), multiplier = layer.integer("depth_multiplier");
  const Shape shape = {Dim(depthwise.window.height), Dim(depthwise.window.width), Dim(channels), Dim(multiplier)};
  const TensorId kernel = trained_weight(layer, "depthwise_kernel", shape, "depthwise");
  const TensorId mixed = layer.op(depthwise, {x, kernel});
  Conv2DOp pointwise;
  pointwise.filters = layer.integer("filters");
  const Shape mixing = {Dim(1), Dim(1), Dim(channels) * Dim(multiplier), Dim(pointwise.filters)};
  return finish(layer, layer.op(pointwise, {mixed, trained_weight(layer, "pointwise_kernel", mixing, "pointwise")}));
}

}  // namespace

std::vector<LayerRule> convolution_layers() {
  return {
      {LayerInfo("Conv1D", "Convolution over (batch, steps, channels), of a number of steps.",
                 std::vector<Argument>{
                     Argument::needed("filters", "int", "Channels of the output.").at_least(1).at_most(1 << 20),
                     Argument::needed("kernel_size", "int", "Length of the window.").at_least(1).at_most(4096),
                     Argument::with_default("strides", "int", 1, "Steps of the window.").at_least(1).at_most(4096),
                     Argument::with_default("padding", "string", "valid",
                                            "`same` pads with zeros so that a stride of 1 keeps the length, `causal` "
                                            "only before the first step.")
                         .one_of({"valid", "same", "causal"}),
                     Argument::with_default("dilation_rate", "int", 1, "Distance between the taps of the window.")
                         .at_least(1)
                         .at_most(4096),
                     Argument::with_default("groups", "int", 1, "Groups of channels that are convolved apart.")
                         .at_least(1)
                         .at_most(1 << 20),
                     activation_argument(),
                     Argument::with_default("use_bias", "bool", true, "Adds a bias to every channel."),
                 } + weight_arguments()),
       conv1d},
      {LayerInfo("Conv2D", "Two-dimensional convolution over (batch, height, width, channels).",
                 std::vector<Argument>{
                     Argument::needed("filters", "int", "Channels of the output.").at_least(1).at_most(1 << 20)} +
                     window_arguments() +
                     std::vector<Argument>{
                         Argument::with_default("groups", "int", 1, "Groups of channels that are convolved apart.")
                             .at_least(1)
                             .at_most(1 << 20),
                         activation_argument(),
                         Argument::with_default("use_bias", "bool", true, "Adds a bias to every channel."),
                     } +
                     weight_arguments()),
       conv2d},
      {LayerInfo(
           "Conv2DTranspose", "The transpose of a convolution: each pixel adds its kernel to the result.",
           std::vector<Argument>{
               Argument::needed("filters", "int", "Channels of the output.").at_least(1).at_most(1 << 20)} +
               window_arguments() +
               std::vector<Argument>{
                   Argument::with_default("output_padding", "int | list[int]", Value(),
                                          "Rows and columns that the result has more; null: what `strides` ask for.")
                       .or_null()
                       .at_least(0)
                       .at_most(4096),
                   activation_argument(),
                   Argument::with_default("use_bias", "bool", true, "Adds a bias to every channel."),
               } +
               weight_arguments()),
       conv2d_transpose},
      {LayerInfo("DepthwiseConv2D", "Convolution of every channel on its own.",
                 window_arguments() +
                     std::vector<Argument>{
                         Argument::with_default("depth_multiplier", "int", 1, "Output channels for each input channel.")
                             .at_least(1)
                             .at_most(1 << 16),
                         activation_argument(),
                         Argument::with_default("use_bias", "bool", true, "Adds a bias to every channel."),
                         Argument::with_default("depthwise_initializer", "string | object", "glorot_uniform",
                                                "How training starts the kernel."),
                         Argument::with_default("depthwise_regularizer", "string | object", Value(),
                                                "What training adds to the loss for the kernel.")
                             .or_null(),
                     } +
                     weight_arguments(false)),
       depthwise_conv2d},
      {LayerInfo(
           "SeparableConv2D", "A convolution of every channel on its own, then a 1x1 convolution over the channels.",
           std::vector<Argument>{
               Argument::needed("filters", "int", "Channels of the output.").at_least(1).at_most(1 << 20)} +
               window_arguments() +
               std::vector<Argument>{
                   Argument::with_default("depth_multiplier", "int", 1, "Channels in between for each input channel.")
                       .at_least(1)
                       .at_most(1 << 16),
                   activation_argument(),
                   Argument::with_default("use_bias", "bool", true, "Adds a bias to every channel."),
                   Argument::with_default("depthwise_initializer", "string | object", "glorot_uniform",
                                          "How training starts the kernel of the channels."),
                   Argument::with_default("pointwise_initializer", "string | object", "glorot_uniform",
                                          "How training starts the 1x1 kernel."),
                   Argument::with_default("depthwise_regularizer", "string | object", Value(),
                                          "What training adds to the loss for the kernel of the channels.")
                       .or_null(),
                   Argument::with_default("pointwise_regularizer", "string | object", Value(),
                                          "What training adds to the loss for the 1x1 kernel.")
                       .or_null(),
               } +
               weight_arguments(false)),
       separable_conv2d},
  };
}

}  // namespace specimen::gen
