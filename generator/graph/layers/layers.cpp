#include <algorithm>

#include "graph/layers/layer.h"
#include "graph/shapes.h"

namespace specimen::gen {

namespace {

std::vector<LayerRule> collect() {
  std::vector<LayerRule> all;
  for (auto rows : {convolution_layers(), dense_layers(), normalization_layers(), activation_layers(), pooling_layers(),
                    merging_layers(), reshaping_layers(), sequence_layers(), state_layers(), reduction_layers(),
                    attention_layers()}) {
    for (LayerRule& row : rows) all.push_back(std::move(row));
  }
  std::sort(all.begin(), all.end(), [](const LayerRule& a, const LayerRule& b) { return a.info.name < b.info.name; });
  return all;
}

}  // namespace

const std::vector<LayerRule>& layer_rules() {
  static const std::vector<LayerRule> rules = collect();
  return rules;
}

const LayerRule* find_layer_rule(std::string_view name) {
  for (const LayerRule& rule : layer_rules()) {
    if (rule.info.name == name) return &rule;
  }
  return nullptr;
}

const LayerTable& layer_table() {
  static const LayerList table = [] {
    LayerList list;
    for (const LayerRule& rule : layer_rules()) list.add(rule.info);
    return list;
  }();
  return table;
}

std::pair<int, int> LayerBuilder::pair(const char* argument) {
  const auto values = call.integers(argument, 2, diagnostics);
  if (!values) {
    fail(Kind::argument_wrong_type, Span{}, "");
    return {1, 1};
  }
  return {static_cast<int>((*values)[0]), static_cast<int>((*values)[1])};
}

int LayerBuilder::channels(TensorId id) {
  if (failed()) return 1;
  const Shape& s = shape(id);
  const std::int64_t n = s.empty() ? -1 : number(s.back());
  if (n < 1 || n > (1 << 28)) {
    fail(Kind::layer_shape, call.span, call.class_name + " needs a known number of channels, got " + to_string(s));
    return 1;
  }
  return static_cast<int>(n);
}

int LayerBuilder::axis_of(TensorId x) {
  if (failed()) return -1;
  const int rank = static_cast<int>(shape(x).size());
  int axis = integer("axis");
  if (axis < 0) axis += rank;
  if (axis >= 1 && axis < rank) return axis;
  fail(Kind::argument_out_of_range, call.argument_span("axis"),
       call.class_name + " of " + to_string(shape(x)) + " takes an axis after the batch: 1 to " +
           std::to_string(rank - 1) + ", or -1 to " + std::to_string(1 - rank));
  return -1;
}

int LayerBuilder::extent_of(TensorId x, int first, int end) {
  std::int64_t extents = 1;
  for (int i = first; i < end; ++i) {
    const std::int64_t n = number(shape(x)[static_cast<std::size_t>(i)]);
    if (n < 1 || extents > kMostElements / n) return -1;
    extents *= n;
  }
  return static_cast<int>(extents);
}

TensorId LayerBuilder::reshaped(TensorId x, std::vector<int> extents, const std::string& part) {
  return failed() ? x : op(ReshapeOp{std::move(extents)}, {x}, part);
}

std::vector<Argument> operator+(std::vector<Argument> a, const std::vector<Argument>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::string text_of(const Value& argument) { return argument.is_string() ? argument.text() : to_json(argument); }

WeightOptions trained_options(LayerBuilder& layer, const std::string& prefix) {
  WeightOptions options;
  options.initializer = text_of(layer.call.value(prefix + "_initializer"));
  options.regularizer = text_of(layer.call.value(prefix + "_regularizer"));
  return options;
}

TensorId trained_weight(LayerBuilder& layer, const std::string& name, const Shape& shape, const std::string& prefix) {
  return layer.weight(name, shape, trained_options(layer, prefix));
}

TensorId add_bias(LayerBuilder& layer, TensorId x) {
  if (layer.failed() || !layer.call.flag("use_bias")) return x;
  return layer.op(BinaryOp{Fn::add}, {x, trained_weight(layer, "bias", {Dim(layer.channels(x))}, "bias")});
}

std::pair<PermuteOp, PermuteOp> last_and_back(int axis, int rank) {
  PermuteOp there, back;
  for (int dim = 1; dim < rank; ++dim) {
    if (dim != axis) there.order.push_back(dim);
  }
  there.order.push_back(axis);
  for (int dim = 1; dim < rank; ++dim) back.order.push_back(dim < axis ? dim : dim == axis ? rank - 1 : dim - 1);
  return {there, back};
}

std::vector<Argument> weight_arguments(bool with_kernel) {
  std::vector<Argument> all;
  if (with_kernel) {
    all.push_back(Argument::with_default("kernel_initializer", "string | object", "glorot_uniform",
                                         "How training starts the kernel."));
    all.push_back(Argument::with_default("kernel_regularizer", "string | object", Value(),
                                         "What training adds to the loss for the kernel.")
                      .or_null());
  }
  all.push_back(
      Argument::with_default("bias_initializer", "string | object", "zeros", "How training starts the bias."));
  all.push_back(Argument::with_default("bias_regularizer", "string | object", Value(),
                                       "What training adds to the loss for the bias.")
                    .or_null());
  return all;
}

Padding window_padding(LayerBuilder& layer, const std::string& padding, const Window& w, TensorId x) {
  Padding result;
  if (padding != "same" || layer.failed()) return result;
  const Shape& s = layer.shape(x);
  if (s.size() != 4) return result;  // the shape rule says so
  auto split = [](std::int64_t in, int size, int stride, int dilation, int* before, int* after) {
    const std::int64_t out = (in + stride - 1) / stride;
    const std::int64_t total =
        std::max<std::int64_t>(0, (out - 1) * stride + std::int64_t{size - 1} * dilation + 1 - in);
    *before = static_cast<int>(total / 2);
    *after = static_cast<int>(total - total / 2);
  };
  split(number(s[1]), w.height, w.stride_height, w.dilation_height, &result.top, &result.bottom);
  split(number(s[2]), w.width, w.stride_width, w.dilation_width, &result.left, &result.right);
  return result;
}

}  // namespace specimen::gen
