#include "passes/gradients.h"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>

#include "graph/broadcast.h"
#include "graph/shapes.h"
#include "passes/rewrite.h"

namespace specimen::gen {

namespace {

int extent(const Shape& shape, std::size_t dim) { return static_cast<int>(number(shape[dim])); }

std::vector<int> inner_extents(const Shape& shape) {
  std::vector<int> list;
  for (std::size_t d = 1; d < shape.size(); ++d) list.push_back(extent(shape, d));
  return list;
}

// All dimensions but the first are numbers.
bool is_known(const Shape& shape) {
  return std::all_of(shape.begin() + 1, shape.end(), [](const Dim& dim) { return dim.is_constant(); });
}

// Each op says whether it has a gradient, and which. An op of layers without a pair of these fails the build.

bool differentiable(const Conv2DOp& op) { return op.groups == 1; }
// The gradient of x is the transpose of the convolution, without what reaches beyond x.
void add(const Conv2DOp& op, Backward& b, TensorId dy) {
  if (b.wants(0)) {
    const Shape x = b.input_shape(0), y = b.shape(dy);
    Conv2DTransposeOp transpose{extent(x, 3), op.window};
    const auto full = [](int extent, int size, int stride, int dilation) {
      return (extent - 1) * stride + (size - 1) * dilation + 1;
    };
    Window& w = transpose.window;
    w.padding.bottom = full(extent(y, 1), w.height, w.stride_height, w.dilation_height) - w.padding.top - extent(x, 1);
    w.padding.right = full(extent(y, 2), w.width, w.stride_width, w.dilation_width) - w.padding.left - extent(x, 2);
    b.give(0, transpose, {dy, b.op().inputs[1]});
  }
  if (b.wants(1)) b.give(1, Conv2DBackwardKernelOp{op.window, op.groups}, {b.op().inputs[0], dy});
}

bool differentiable(const DenseOp&) { return true; }
void add(const DenseOp& op, Backward& b, TensorId dy) {
  if (b.wants(0)) {
    const Shape x = b.input_shape(0);
    b.give(0, DenseOp{extent(x, x.size() - 1), !op.transposed}, {dy, b.op().inputs[1]});
  }
  if (b.wants(1)) b.give(1, DenseBackwardKernelOp{op.transposed}, {b.op().inputs[0], dy});
}

bool differentiable(const UnaryOp& op) {
  switch (op.fn) {
    case Fn::relu:
    case Fn::relu6:
    case Fn::leaky_relu:
    case Fn::elu:
    case Fn::sigmoid:
    case Fn::tanh:
    case Fn::exponential:
    case Fn::negate:
      return true;
    default:
      return false;
  }
}
void add(const UnaryOp& op, Backward& b, TensorId dy) {
  const TensorId y = b.op().outputs[0];
  const auto by_result = [&](Fn fn) { b.give(0, BinaryOp{fn, op.parameter}, {dy, y}); };
  switch (op.fn) {
    case Fn::relu:
      return by_result(Fn::relu_backward);
    case Fn::relu6:
      return by_result(Fn::relu6_backward);
    case Fn::leaky_relu:
      return by_result(Fn::leaky_relu_backward);
    case Fn::elu:
      return by_result(Fn::elu_backward);
    case Fn::sigmoid:
      return by_result(Fn::sigmoid_backward);
    case Fn::tanh:
      return by_result(Fn::tanh_backward);
    case Fn::exponential:
      return by_result(Fn::multiply);
    case Fn::negate:
      return b.give(0, UnaryOp{Fn::negate, 0}, {dy});
    default:
      return;
  }
}

bool differentiable(const BinaryOp& op) { return op.fn == Fn::add || op.fn == Fn::subtract || op.fn == Fn::multiply; }
void add(const BinaryOp& op, Backward& b, TensorId dy) {
  for (std::size_t i = 0; i < 2; ++i) {
    if (!b.wants(i)) continue;
    TensorId gradient = dy;
    const TensorId other = b.op().inputs[1 - i];
    if (op.fn == Fn::multiply) gradient = b.add(BinaryOp{Fn::multiply}, {dy, other}, "product");
    if (op.fn == Fn::subtract && i == 1) gradient = b.add(UnaryOp{Fn::negate, 0}, {dy}, "negative");
    b.give_unspread(i, gradient);
  }
}

bool differentiable(const Pool2DOp&) { return true; }
void add(const Pool2DOp& op, Backward& b, TensorId dy) {
  const Shape x = b.input_shape(0);
  const Pool2DBackwardOp backward{op, extent(x, 1), extent(x, 2)};
  if (op.pooling == Pooling::max) {
    b.give(0, backward, {b.op().inputs[0], b.op().outputs[0], dy});
  } else {
    b.give(0, backward, {dy});
  }
}

bool differentiable(const GlobalPoolOp& op) { return op.pooling == Pooling::average; }
void add(const GlobalPoolOp&, Backward& b, TensorId dy) {
  const Shape x = b.input_shape(0);
  b.give(0, GlobalPoolBackwardOp{extent(x, 1), extent(x, 2)}, {dy});
}

bool differentiable(const DepthwiseConv2DOp&) { return true; }
void add(const DepthwiseConv2DOp& op, Backward& b, TensorId dy) {
  const Shape x = b.input_shape(0);
  if (b.wants(0)) b.give(0, DepthwiseBackwardDataOp{op.window, extent(x, 1), extent(x, 2)}, {dy, b.op().inputs[1]});
  if (b.wants(1)) b.give(1, DepthwiseBackwardKernelOp{op.window}, {b.op().inputs[0], dy});
}

bool differentiable(const PadOp&) { return true; }
void add(const PadOp& op, Backward& b, TensorId dy) { b.give(0, CropOp{op.padding}, {dy}); }

bool differentiable(const CropOp&) { return true; }
void add(const CropOp& op, Backward& b, TensorId dy) { b.give(0, PadOp{op.margin, 0}, {dy}); }

// `for_training` makes another op of it, which has a gradient.
bool differentiable(const BatchNormOp& op) { return !op.frozen; }
void add(const BatchNormOp&, Backward&, TensorId) {}

bool differentiable(const BatchNormTrainingOp&) { return true; }
void add(const BatchNormTrainingOp& op, Backward& b, TensorId dy) {
  const TensorId x = b.op().inputs[0], mean = b.op().outputs[1], variance = b.op().outputs[2];
  const std::vector<TensorId> sums =
      b.add_several(BatchNormBackwardSumsOp{op.epsilon}, {x, dy, mean, variance}, 2, "sums");
  if (op.scale && b.wants(1)) b.give(1, sums[0]);
  if (op.center && b.wants(1 + op.scale)) b.give(1 + op.scale, sums[1]);
  if (!b.wants(0)) return;
  std::vector<TensorId> inputs = {x, dy, mean, variance};
  if (op.scale) inputs.push_back(b.op().inputs[1]);
  inputs.insert(inputs.end(), sums.begin(), sums.end());
  b.give(0, BatchNormBackwardDataOp{op.epsilon, op.scale}, std::move(inputs));
}

bool differentiable(const ReshapeOp&) { return true; }
void add(const ReshapeOp&, Backward& b, TensorId dy) { b.give(0, ReshapeOp{inner_extents(b.input_shape(0))}, {dy}); }

bool differentiable(const DropoutOp& op) { return op.shared.empty(); }
void add(const DropoutOp& op, Backward& b, TensorId dy) {
  if (op.rate == 0) return b.give(0, dy);
  b.give(0, op, {dy, b.op().inputs[1]});
}

bool differentiable(const EmbeddingOp&) { return true; }
void add(const EmbeddingOp&, Backward& b, TensorId dy) {
  if (b.wants(1)) b.give(1, EmbeddingBackwardOp{extent(b.input_shape(1), 0)}, {b.op().inputs[0], dy});
}

// Of x only the extents count.
bool differentiable(const PositionEmbeddingOp&) { return true; }
void add(const PositionEmbeddingOp& op, Backward& b, TensorId dy) {
  if (!b.wants(1)) return;
  if (op.whole) return b.give(1, ReduceOp{Reduction::sum, {0}, false}, {dy});
  b.give(1, PositionEmbeddingBackwardOp{extent(b.input_shape(1), 0)}, {dy});
}

bool differentiable(const LayerNormOp& op) { return op.norm == Norm::layer; }
void add(const LayerNormOp& op, Backward& b, TensorId dy) {
  const TensorId x = b.op().inputs[0];
  if ((op.scale && b.wants(1)) || (op.center && b.wants(1 + op.scale))) {
    const std::vector<TensorId> sums = b.add_several(LayerNormBackwardSumsOp{op.epsilon}, {x, dy}, 2, "sums");
    if (op.scale && b.wants(1)) b.give(1, sums[0]);
    if (op.center && b.wants(1 + op.scale)) b.give(1 + op.scale, sums[1]);
  }
  if (!b.wants(0)) return;
  std::vector<TensorId> inputs = {x, dy};
  if (op.scale) inputs.push_back(b.op().inputs[1]);
  b.give(0, LayerNormBackwardDataOp{op.epsilon, op.scale}, std::move(inputs));
}

bool differentiable(const AttentionOp& op) { return op.group == 1 && op.dropout == 0; }
void add(const AttentionOp& op, Backward& b, TensorId dy) {
  std::vector<TensorId> inputs(b.op().inputs.begin(), b.op().inputs.begin() + 3);
  inputs.push_back(dy);
  if (op.masked) inputs.push_back(b.op().inputs[3]);
  const std::vector<TensorId> gradients = b.add_several(AttentionBackwardOp{op}, inputs, 3, "gradients");
  for (std::size_t i = 0; i < 3; ++i) {
    if (b.wants(i)) b.give(i, gradients[i]);
  }
}

bool differentiable(const SequencePoolOp&) { return true; }
void add(const SequencePoolOp& op, Backward& b, TensorId dy) {
  std::vector<TensorId> inputs = b.op().inputs;
  inputs.insert(inputs.begin() + 1, dy);
  b.give(0, SequencePoolBackwardOp{op.masked}, std::move(inputs));
}

bool differentiable(const SelectTokenOp&) { return true; }
void add(const SelectTokenOp& op, Backward& b, TensorId dy) {
  b.give(0, SelectTokenBackwardOp{op.index}, {b.op().inputs[0], dy});
}

// The gradient of the logits comes with the loss.
bool differentiable(const CrossEntropyOp&) { return true; }
void add(const CrossEntropyOp&, Backward& b, TensorId) { b.give(0, b.op().outputs[1]); }

// These have none yet.
#define NO_GRADIENT(Kind)                            \
  bool differentiable(const Kind&) { return false; } \
  void add(const Kind&, Backward&, TensorId) {}
NO_GRADIENT(Conv2DTransposeOp)
NO_GRADIENT(SoftmaxOp)
NO_GRADIENT(PermuteOp)
NO_GRADIENT(ResizeOp)
NO_GRADIENT(ConcatOp)
NO_GRADIENT(ReduceOp)
// And these will have none: gradients are not differentiated, and states are not trained.
NO_GRADIENT(ArgMaxOp)
NO_GRADIENT(AppendOp)
NO_GRADIENT(AssignOp)
NO_GRADIENT(DenseBackwardKernelOp)
NO_GRADIENT(Conv2DBackwardKernelOp)
NO_GRADIENT(Pool2DBackwardOp)
NO_GRADIENT(BatchNormBackwardSumsOp)
NO_GRADIENT(BatchNormBackwardDataOp)
NO_GRADIENT(DepthwiseBackwardDataOp)
NO_GRADIENT(DepthwiseBackwardKernelOp)
NO_GRADIENT(GlobalPoolBackwardOp)
NO_GRADIENT(LayerNormBackwardSumsOp)
NO_GRADIENT(LayerNormBackwardDataOp)
NO_GRADIENT(EmbeddingBackwardOp)
NO_GRADIENT(PositionEmbeddingBackwardOp)
NO_GRADIENT(AttentionBackwardOp)
NO_GRADIENT(SequencePoolBackwardOp)
NO_GRADIENT(SelectTokenBackwardOp)
#undef NO_GRADIENT

// Whether an op with a gradient has one for tensors of these shapes. Those of sequences take any length.
template <class Kind>
bool fits(const Kind&, const std::vector<Shape>&, const Shape& y) {
  constexpr bool any_length = std::is_same_v<Kind, DenseOp> || std::is_same_v<Kind, UnaryOp> ||
                              std::is_same_v<Kind, EmbeddingOp> || std::is_same_v<Kind, PositionEmbeddingOp> ||
                              std::is_same_v<Kind, SequencePoolOp> || std::is_same_v<Kind, SelectTokenOp> ||
                              std::is_same_v<Kind, DropoutOp>;
  return any_length || y.empty() || is_known(y);
}
// Nothing is repeated along a length that is known at run time only.
bool fits(const BinaryOp&, const std::vector<Shape>& in, const Shape& y) {
  return is_known(y) ||
         std::all_of(in.begin(), in.end(), [&](const Shape& x) { return x == y || (x.size() == 1 && !has_batch(x)); });
}
bool fits(const LayerNormOp&, const std::vector<Shape>&, const Shape& y) { return y.size() < 4; }
bool fits(const AttentionOp&, const std::vector<Shape>& in, const Shape&) { return in[1] == in[0] && in[2] == in[0]; }

template <class Kind>
constexpr bool is_layer() {
#define OP(Other, name, stage, fewest, most) \
  if constexpr (std::is_same_v<Kind, Other>) return Stage::stage == Stage::layer;
#include "graph/ops.def"
#undef OP
}

}  // namespace

std::string Backward::gradient_name(std::size_t input) const {
  const TensorId x = op().inputs[input];
  // What comes from another block has another name at each use of this one.
  const bool inside =
      graph_[x].kind == TensorKind::weight || innermost_block(graph_, x) == innermost_block(graph_, op().region);
  return inside ? graph_[x].name + "/gradient" : op().path + "/x_gradient";
}

TensorId Backward::add(Attributes attributes, std::vector<TensorId> inputs, const std::string& name) {
  return add_several(std::move(attributes), std::move(inputs), 1, name)[0];
}

std::vector<TensorId> Backward::add_several(Attributes attributes, std::vector<TensorId> inputs, int outputs,
                                            const std::string& name) {
  const OpId id = graph_.add_op(std::move(attributes), std::move(inputs), outputs, op().path + "/" + name, op().span);
  added_.push_back(id);
  return graph_[id].outputs;
}

void Backward::give(std::size_t input, Attributes attributes, std::vector<TensorId> inputs) {
  const std::string name = gradient_name(input);
  const OpId id = graph_.add_op(std::move(attributes), std::move(inputs), 1, name, op().span);
  added_.push_back(id);
  give(input, graph_[id].outputs[0]);
}

void Backward::give_unspread(std::size_t input, TensorId gradient) {
  const Shape from = graph_[gradient].shape, shape = input_shape(input);
  if (from == shape) return give(input, gradient);
  // A vector is repeated along all dimensions but the last; other operands where they have 1, and where they lack one.
  ReduceOp sum{Reduction::sum, {}, false};
  const bool vector = shape.size() == 1 && !has_batch(shape);
  const Shape wide = vector ? Shape() : with_rank(shape, from.size());
  for (std::size_t d = 0; d < from.size(); ++d) {
    if (vector ? d + 1 < from.size() : wide[d] != from[d]) sum.axes.push_back(static_cast<int>(d));
  }
  if (vector) return give(input, sum, {gradient});
  const TensorId reduced = add(sum, {gradient}, "sum");
  if (graph_[reduced].shape == shape) return give(input, reduced);
  give(input, ReshapeOp{inner_extents(shape)}, {reduced});
}

void add_gradients(Backward& backward, TensorId gradient) {
  const Attributes attributes = backward.op().attributes;  // a copy: adding ops moves them
  std::visit(
      [&](const auto& op) {
        if constexpr (is_layer<std::decay_t<decltype(op)>>()) add(op, backward, gradient);
      },
      attributes);
}

bool has_gradient(const Graph& graph, const Op& op) {
  std::vector<Shape> inputs;
  for (TensorId input : op.inputs) inputs.push_back(graph[input].shape);
  const Shape& y = graph[op.outputs[0]].shape;
  return std::visit(
      [&](const auto& attributes) {
        if constexpr (is_layer<std::decay_t<decltype(attributes)>>()) {
          return differentiable(attributes) && fits(attributes, inputs, y);
        } else {
          return false;
        }
      },
      op.attributes);
}

}  // namespace specimen::gen
