#include "passes/gradients.h"

#include <algorithm>
#include <iterator>
#include <string>
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

// A tensor in another shape, after the batch.
TensorId reshaped(Backward& b, TensorId x, const Shape& shape, const std::string& name) {
  return b.shape(x) == shape ? x : b.add(ReshapeOp{inner_extents(shape)}, {x}, name);
}

// The pixels of an image as rows of a sequence; other tensors as they are.
TensorId rows_of(Backward& b, TensorId x, const std::string& name) {
  const Shape shape = b.shape(x);
  return shape.size() == 4 ? reshaped(b, x, {shape[0], shape[1] * shape[2], shape[3]}, name) : x;
}

// The gradient of that input is the result of an op on rows.
void give_rows(Backward& b, std::size_t input, Attributes attributes, std::vector<TensorId> inputs) {
  const Shape shape = b.input_shape(input);
  if (shape.size() != 4) return b.give(input, std::move(attributes), std::move(inputs));
  b.give(input, ReshapeOp{inner_extents(shape)}, {b.add(std::move(attributes), std::move(inputs), "data_rows")});
}

// Each op says whether it has a gradient, and which. An op of layers without a pair of these fails the build.

bool differentiable(const Conv2DOp&) { return true; }
// The gradient of x is the transpose of the convolution, without what reaches beyond x.
void add(const Conv2DOp& op, Backward& b, TensorId dy) {
  if (b.wants(0)) {
    const Shape x = b.input_shape(0), y = b.shape(dy);
    Conv2DTransposeOp transpose{extent(x, 3), op.window, op.groups};
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

// The gradients of a transposed convolution are those of the convolution that it is the transpose of. What is cut from
// the full result is zeros around it there, and zeros behind its end are cut.
bool differentiable(const Conv2DTransposeOp& op) { return op.groups == 1; }
void add(const Conv2DTransposeOp& op, Backward& b, TensorId dy) {
  const Padding& p = op.window.padding;
  const Padding beyond = {std::max(0, -p.top), std::max(0, -p.bottom), std::max(0, -p.left), std::max(0, -p.right)};
  const TensorId full = beyond.none() ? dy : b.add(CropOp{beyond}, {dy}, "full");
  Window window = op.window;
  window.padding = {std::max(0, p.top), std::max(0, p.bottom), std::max(0, p.left), std::max(0, p.right)};
  if (b.wants(0)) b.give(0, Conv2DOp{extent(b.input_shape(0), 3), window, 1}, {full, b.op().inputs[1]});
  if (b.wants(1)) b.give(1, Conv2DBackwardKernelOp{window, 1}, {full, b.op().inputs[0]});
}

bool differentiable(const DenseOp&) { return true; }
void add(const DenseOp& op, Backward& b, TensorId dy) {
  const TensorId gradient = rows_of(b, dy, "gradient_rows");
  if (b.wants(0)) {
    const Shape x = b.input_shape(0);
    give_rows(b, 0, DenseOp{extent(x, x.size() - 1), !op.transposed}, {gradient, b.op().inputs[1]});
  }
  if (b.wants(1)) b.give(1, DenseBackwardKernelOp{op.transposed}, {rows_of(b, b.op().inputs[0], "rows"), gradient});
}

// The function that makes the gradient of an argument of that of a result, beside it the result or the argument.
struct FnGradient {
  Fn fn, backward;
  bool of_result;
};
constexpr bool result = true, argument = false;
constexpr FnGradient kFnGradients[] = {
#define FUNCTION(name, arity)
#define GRADIENT(name, of) {Fn::name, Fn::name##_backward, of},
#include "kernels/common/functions.def"
#undef FUNCTION
};

const FnGradient* gradient_of(Fn fn) {
  const auto* row = std::find_if(std::begin(kFnGradients), std::end(kFnGradients),
                                 [&](const FnGradient& candidate) { return candidate.fn == fn; });
  return row == std::end(kFnGradients) ? nullptr : row;
}

bool is_arithmetic(Fn fn) {
  return fn == Fn::add || fn == Fn::subtract || fn == Fn::multiply || fn == Fn::divide || fn == Fn::maximum ||
         fn == Fn::minimum;
}

bool differentiable(const UnaryOp& op) {
  // A result below zero is no sign of an argument below zero then.
  if (op.fn == Fn::elu || op.fn == Fn::leaky_relu) return op.parameter >= 0;
  return gradient_of(op.fn) || is_arithmetic(op.fn) || op.fn == Fn::exponential || op.fn == Fn::negate ||
         op.fn == Fn::square;
}
void add(const UnaryOp& op, Backward& b, TensorId dy) {
  const TensorId x = b.op().inputs[0], y = b.op().outputs[0];
  if (const FnGradient* row = gradient_of(op.fn))
    return b.give(0, BinaryOp{row->backward, op.parameter}, {dy, row->of_result ? y : x});
  switch (op.fn) {
    case Fn::exponential:
      return b.give(0, BinaryOp{Fn::multiply}, {dy, y});
    case Fn::negate:
      return b.give(0, UnaryOp{Fn::negate, 0}, {dy});
    case Fn::square:
      return b.give(0, UnaryOp{Fn::multiply, 2}, {b.add(BinaryOp{Fn::multiply}, {dy, x}, "product")});
    case Fn::add:
    case Fn::subtract:
      return b.give(0, dy);
    case Fn::multiply:
    case Fn::divide:
      return b.give(0, UnaryOp{op.fn, op.parameter}, {dy});
    // The gradient is that of x where x is not beyond the bound, as in TensorFlow.
    case Fn::maximum:
      return b.give(0, BinaryOp{Fn::leaky_relu_backward, 0},
                    {dy, b.add(UnaryOp{Fn::subtract, op.parameter}, {x}, "difference")});
    case Fn::minimum: {
      const TensorId difference = b.add(UnaryOp{Fn::subtract, op.parameter}, {x}, "difference");
      return b.give(0, BinaryOp{Fn::leaky_relu_backward, 0},
                    {dy, b.add(UnaryOp{Fn::negate, 0}, {difference}, "negative")});
    }
    default:
      return;
  }
}

// Of two operands, each of which may be repeated along dimensions.
bool differentiable(const BinaryOp& op) { return is_arithmetic(op.fn); }
void add(const BinaryOp& op, Backward& b, TensorId dy) {
  const TensorId first = b.op().inputs[0], second = b.op().inputs[1], y = b.op().outputs[0];
  const auto negative = [&](TensorId x) { return b.add(UnaryOp{Fn::negate, 0}, {x}, "negative"); };
  switch (op.fn) {
    case Fn::add:
    case Fn::subtract:
      if (b.wants(0)) b.give_unspread(0, dy);
      if (b.wants(1)) b.give_unspread(1, op.fn == Fn::add ? dy : negative(dy));
      return;
    case Fn::multiply:
      if (b.wants(0)) b.give_unspread(0, b.add(BinaryOp{Fn::multiply}, {dy, second}, "product"));
      if (b.wants(1)) b.give_unspread(1, b.add(BinaryOp{Fn::multiply}, {dy, first}, "product"));
      return;
    case Fn::divide:
      if (b.wants(0)) b.give_unspread(0, b.add(BinaryOp{Fn::divide}, {dy, second}, "quotient"));
      if (b.wants(1)) {
        const TensorId product = b.add(BinaryOp{Fn::multiply}, {dy, y}, "product");
        b.give_unspread(1, negative(b.add(BinaryOp{Fn::divide}, {product, second}, "quotient")));
      }
      return;
    // Of equal operands the first one is taken, as in TensorFlow.
    default: {
      TensorId beyond = b.add(BinaryOp{Fn::subtract}, {first, second}, "difference");
      if (op.fn == Fn::minimum) beyond = negative(beyond);
      const TensorId taken = b.add(BinaryOp{Fn::leaky_relu_backward, 0}, {dy, beyond}, "taken");
      if (b.wants(0)) b.give_unspread(0, taken);
      if (b.wants(1)) b.give_unspread(1, b.add(BinaryOp{Fn::subtract}, {dy, taken}, "rest"));
      return;
    }
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

// The gradient of a reduction of x to y over these dimensions. Equal largest elements have equal parts, as in
// TensorFlow.
void give_of_reduction(Backward& b, Reduction fn, const std::vector<int>& axes, TensorId dy) {
  const Shape x = b.input_shape(0), image = with_rank(x, 4);
  Shape kept = x;
  std::int64_t count = 1;
  for (int axis : axes) count *= number(std::exchange(kept[static_cast<std::size_t>(axis)], Dim(1)));
  const auto spread = [&](TensorId reduced, const std::string& name) {
    const TensorId narrow = reshaped(b, reduced, with_rank(kept, 4), name + "_kept");
    return reshaped(b, b.add(SpreadOp{inner_extents(image)}, {narrow}, name), x, name + "_rows");
  };
  if (fn == Reduction::sum) return b.give(0, spread(dy, "spread"));
  if (fn == Reduction::mean)
    return b.give(0, spread(b.add(UnaryOp{Fn::divide, static_cast<double>(count)}, {dy}, "part"), "spread"));
  // Below 0 but at the largest elements, or the smallest.
  TensorId beyond = b.add(BinaryOp{Fn::subtract}, {b.op().inputs[0], spread(b.op().outputs[0], "most")}, "difference");
  if (fn == Reduction::min) beyond = b.add(UnaryOp{Fn::negate, 0}, {beyond}, "negative");
  const auto where_taken = [&](TensorId value, const std::string& name) {
    return b.add(BinaryOp{Fn::leaky_relu_backward, 0}, {value, beyond}, name);
  };
  const TensorId one = b.add(UnaryOp{Fn::add, 1}, {b.add(UnaryOp{Fn::multiply, 0}, {beyond}, "zero")}, "one");
  const TensorId taken = b.add(ReduceOp{Reduction::sum, axes, false}, {where_taken(one, "taken")}, "count");
  const TensorId part = b.add(BinaryOp{Fn::divide}, {reshaped(b, dy, b.shape(taken), "dy"), taken}, "part");
  b.give(0, where_taken(spread(part, "spread"), "gradient"));
}

bool differentiable(const GlobalPoolOp&) { return true; }
void add(const GlobalPoolOp& op, Backward& b, TensorId dy) {
  if (op.pooling == Pooling::max) return give_of_reduction(b, Reduction::max, {1, 2}, dy);
  const Shape x = b.input_shape(0);
  b.give(0, GlobalPoolBackwardOp{extent(x, 1), extent(x, 2)}, {dy});
}

// Over the batch only a loss is reduced.
bool differentiable(const ReduceOp& op) { return op.axes.front() != 0; }
void add(const ReduceOp& op, Backward& b, TensorId dy) { give_of_reduction(b, op.fn, op.axes, dy); }

// y * (dy - the sum of y * dy).
bool differentiable(const SoftmaxOp&) { return true; }
void add(const SoftmaxOp&, Backward& b, TensorId dy) {
  const TensorId y = b.op().outputs[0];
  const int last = static_cast<int>(b.shape(y).size()) - 1;
  const TensorId product = b.add(BinaryOp{Fn::multiply}, {dy, y}, "product");
  const TensorId sum = b.add(ReduceOp{Reduction::sum, {last}, true}, {product}, "sum");
  b.give(0, BinaryOp{Fn::multiply}, {b.add(BinaryOp{Fn::subtract}, {dy, sum}, "difference"), y});
}

bool differentiable(const PermuteOp&) { return true; }
void add(const PermuteOp& op, Backward& b, TensorId dy) {
  PermuteOp inverse = op;
  for (std::size_t i = 0; i < op.order.size(); ++i)
    inverse.order[static_cast<std::size_t>(op.order[i]) - 1] = static_cast<int>(i) + 1;
  b.give(0, inverse, {dy});
}

bool differentiable(const ResizeOp&) { return true; }
void add(const ResizeOp& op, Backward& b, TensorId dy) {
  const Shape x = b.input_shape(0);
  b.give(0, ResizeBackwardOp{extent(x, 1), extent(x, 2), op.sampling}, {dy});
}

// Each operand gets its channels of the gradient, which are columns of an image of one channel.
bool differentiable(const ConcatOp&) { return true; }
void add(const ConcatOp&, Backward& b, TensorId dy) {
  const Shape y = b.shape(dy);
  const Dim& channels = y.back();
  const Dim rows(example_elements(y) / number(channels));
  const TensorId image = b.add(ReshapeOp{inner_extents({y[0], rows, channels, Dim(1)})}, {dy}, "channels");
  int first = 0;
  for (std::size_t i = 0; i < b.op().inputs.size(); ++i) {
    const Shape x = b.input_shape(i);
    const int width = extent(x, x.size() - 1), rest = extent(y, y.size() - 1) - first - width;
    if (b.wants(i)) {
      const TensorId part = b.add(CropOp{{0, 0, first, rest}}, {image}, "part" + std::to_string(i + 1));
      b.give(i, ReshapeOp{inner_extents(x)}, {part});
    }
    first += width;
  }
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

// One that is frozen multiplies and adds; of others `for_training` makes another op, which has a gradient.
bool differentiable(const BatchNormOp&) { return true; }
void add(const BatchNormOp& op, Backward& b, TensorId dy) {
  const std::vector<TensorId> inputs = b.op().inputs;
  const TensorId mean = inputs[inputs.size() - 2], variance = inputs.back();
  if (b.wants(1)) {  // mean and variance are not trained
    const std::vector<TensorId> sums =
        b.add_several(BatchNormBackwardSumsOp{op.epsilon}, {inputs[0], dy, mean, variance}, 2, "sums");
    if (op.scale) b.give(1, sums[0]);
    if (op.center) b.give(1 + op.scale, sums[1]);
  }
  if (!b.wants(0)) return;
  std::vector<TensorId> vectors = {mean, variance};
  if (op.scale) vectors.insert(vectors.begin(), inputs[1]);
  const TensorId scale = b.add_several(BatchNormScaleOp{op.epsilon, op.scale, false}, vectors, 2, "scale")[0];
  b.give(0, BinaryOp{Fn::multiply}, {dy, scale});
}

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

// Dimensions along which elements are dropped together follow each other; the batch is not among them.
bool differentiable(const DropoutOp& op) {
  const auto first = std::find(op.shared.begin(), op.shared.end(), 1);
  const auto end = std::find(first, op.shared.end(), 0);
  return op.shared.empty() || (op.shared[0] == 0 && std::find(end, op.shared.end(), 1) == op.shared.end());
}
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

bool differentiable(const LayerNormOp&) { return true; }
void add(const LayerNormOp& op, Backward& b, TensorId dy) {
  const TensorId x = rows_of(b, b.op().inputs[0], "rows");
  dy = rows_of(b, dy, "gradient_rows");
  if ((op.scale && b.wants(1)) || (op.center && b.wants(1 + op.scale))) {
    const std::vector<TensorId> sums = b.add_several(LayerNormBackwardSumsOp{op.epsilon, op.norm}, {x, dy}, 2, "sums");
    if (op.scale && b.wants(1)) b.give(1, sums[0]);
    if (op.center && b.wants(1 + op.scale)) b.give(1 + op.scale, sums[1]);
  }
  if (!b.wants(0)) return;
  std::vector<TensorId> inputs = {x, dy};
  if (op.scale) inputs.push_back(b.op().inputs[1]);
  give_rows(b, 0, LayerNormBackwardDataOp{op.epsilon, op.scale, op.norm}, std::move(inputs));
}

bool differentiable(const AttentionOp& op) { return op.group == 1; }
void add(const AttentionOp& op, Backward& b, TensorId dy) {
  std::vector<TensorId> inputs(b.op().inputs.begin(), b.op().inputs.begin() + 3);
  inputs.push_back(dy);
  // The mask, and what random numbers depend on.
  inputs.insert(inputs.end(), b.op().inputs.begin() + 3, b.op().inputs.end());
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

// The gradient of the logits, or of the values, comes with the loss.
bool differentiable(const CrossEntropyOp&) { return true; }
void add(const CrossEntropyOp&, Backward& b, TensorId) { b.give(0, b.op().outputs[1]); }
bool differentiable(const TargetLossOp&) { return true; }
void add(const TargetLossOp&, Backward& b, TensorId) { b.give(0, b.op().outputs[1]); }

// These have none: gradients are not differentiated, and states are not trained.
#define NO_GRADIENT(Kind)                            \
  bool differentiable(const Kind&) { return false; } \
  void add(const Kind&, Backward&, TensorId) {}
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
NO_GRADIENT(SpreadOp)
NO_GRADIENT(ResizeBackwardOp)
#undef NO_GRADIENT

// Whether an op with a gradient has one for tensors of these shapes. Those of sequences take any length.
template <class Kind>
bool fits(const Kind&, const std::vector<Shape>&, const Shape& y) {
  constexpr bool any_length = std::is_same_v<Kind, DenseOp> || std::is_same_v<Kind, UnaryOp> ||
                              std::is_same_v<Kind, EmbeddingOp> || std::is_same_v<Kind, PositionEmbeddingOp> ||
                              std::is_same_v<Kind, SequencePoolOp> || std::is_same_v<Kind, SelectTokenOp>;
  return any_length || y.empty() || is_known(y);
}
// Nothing is repeated along a length that is known at run time only.
bool fits(const BinaryOp&, const std::vector<Shape>& in, const Shape& y) {
  return is_known(y) ||
         std::all_of(in.begin(), in.end(), [&](const Shape& x) { return x == y || (x.size() == 1 && !has_batch(x)); });
}
// Several outputs a channel have none yet.
bool fits(const DepthwiseConv2DOp&, const std::vector<Shape>& in, const Shape& y) {
  return is_known(y) && in[0].back() == y.back();
}
bool fits(const ReduceOp&, const std::vector<Shape>& in, const Shape&) { return is_known(in[0]); }
bool fits(const DropoutOp& op, const std::vector<Shape>&, const Shape& y) { return op.shared.empty() || is_known(y); }
bool fits(const LayerNormOp&, const std::vector<Shape>&, const Shape& y) { return y.size() < 4 || is_known(y); }
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
