// The attributes of every op: one struct a row of ops.def. Each lists its members in `fields`, from which the text
// form, its parser and equality come. Tensors are NHWC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/dim.h"
#include "base/padding.h"
#include "kernels/common/argument.h"
#include "kernels/common/chain.h"
#include "kernels/common/layout.h"
#include "kernels/common/loss.h"
#include "kernels/common/pooling.h"
#include "kernels/layer_norm/problem.h"
#include "kernels/reduce/problem.h"
#include "kernels/resize/problem.h"

namespace specimen::gen {

// A window that slides over an image: what convolution and pooling share.
struct Window {
  int height = 1, width = 1;
  int stride_height = 1, stride_width = 1;
  int dilation_height = 1, dilation_width = 1;
  Padding padding;

  template <class V>
  void fields(V&& v) {
    v("height", height), v("width", width), v("stride_height", stride_height), v("stride_width", stride_width);
    v("dilation_height", dilation_height), v("dilation_width", dilation_width), v("padding", padding);
  }
  bool operator==(const Window&) const = default;
  int out_height(int in) const {
    return out(in + padding.top + padding.bottom, height, stride_height, dilation_height);
  }
  int out_width(int in) const { return out(in + padding.left + padding.right, width, stride_width, dilation_width); }

 private:
  static int out(int in, int size, int stride, int dilation) { return (in - (size - 1) * dilation - 1) / stride + 1; }
};

// One pixel at a time, each of them.
inline bool is_pointwise(const Window& w) {
  return w.height == 1 && w.width == 1 && w.stride_height == 1 && w.stride_width == 1 && w.padding.none();
}

// The kernel is (height, width, in, out), or (width, in, out) of a convolution over a sequence, an image of one row.
struct Conv2DOp {
  int filters = 1;
  Window window;
  int groups = 1;

  template <class V>
  void fields(V&& v) {
    v("filters", filters), v("window", window), v("groups", groups);
  }
  bool operator==(const Conv2DOp&) const = default;
};

// Every channel on its own: the kernel is (height, width, channels, multiplier), and channel c makes the outputs
// c * multiplier and those after it.
struct DepthwiseConv2DOp {
  Window window;

  template <class V>
  void fields(V&& v) {
    v("window", window);
  }
  bool operator==(const DepthwiseConv2DOp&) const = default;
};

// The transpose of a convolution: each pixel of x adds its kernel (height, width, out, in) to the full result, `stride`
// pixels further on. The window's padding is what is cut from that; below 0, as many zeros are added.
struct Conv2DTransposeOp {
  int filters = 1;
  Window window;
  int groups = 1;  // the kernel is (height, width, out / groups, in)

  template <class V>
  void fields(V&& v) {
    v("filters", filters), v("window", window), v("groups", groups);
  }
  bool operator==(const Conv2DTransposeOp&) const = default;
};

// Every row of x, which is the last dimension, of any rank.
struct DenseOp {
  int units = 1;
  bool transposed = false;  // the kernel is (units, inputs): an embedding's table that a head reads backwards

  template <class V>
  void fields(V&& v) {
    v("units", units), v("transposed", transposed);
  }
  bool operator==(const DenseOp&) const = default;
};

// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, over the last dimension: in inference with the moving
// statistics, in training with those of the batch, of which the moving ones take 1 - momentum
// (https://arxiv.org/abs/1502.03167).
struct BatchNormOp {
  double epsilon = 1e-3, momentum = 0.99;
  bool scale = true, center = true;  // gamma, beta present
  bool frozen = false;               // the moving statistics in training, too

  template <class V>
  void fields(V&& v) {
    v("epsilon", epsilon), v("momentum", momentum), v("scale", scale), v("center", center), v("frozen", frozen);
  }
  bool operator==(const BatchNormOp&) const = default;
};

// In training a share `rate` of the elements becomes 0, and the others are divided by 1 - rate; in inference y is x.
// In training the second input says which: the seed, the step and the number of the batch's first example.
struct DropoutOp {
  double rate = 0;
  std::vector<int> shared;  // a dimension each: 1 where all elements along it are dropped together; empty: none is
  std::string layer;        // in training: the path of the layer, which its random numbers depend on

  template <class V>
  void fields(V&& v) {
    v("rate", rate), v("shared", shared), v("layer", layer);
  }
  bool operator==(const DropoutOp&) const = default;
};

// fn(x), or where fn takes two arguments, fn(x, parameter).
struct UnaryOp {
  Fn fn = Fn::relu;
  double parameter = 0;

  template <class V>
  void fields(V&& v) {
    v("fn", fn), v("parameter", parameter);
  }
  bool operator==(const UnaryOp&) const = default;
};

// Operands are broadcast to each other (graph/broadcast.h), or the second is a weight (C).
struct BinaryOp {
  Fn fn = Fn::add;
  double parameter = 0;  // of functions that have one beside their operands

  template <class V>
  void fields(V&& v) {
    v("fn", fn), v("parameter", parameter);
  }
  bool operator==(const BinaryOp&) const = default;
};

struct Pool2DOp {
  Pooling pooling = Pooling::max;
  Window window;
  // Padding of a max pool reads the lowest float (Keras's "same"), or zero where a spec pads with zeros before it.
  bool zero_padding = false;

  template <class V>
  void fields(V&& v) {
    v("pooling", pooling), v("window", window), v("zero_padding", zero_padding);
  }
  bool operator==(const Pool2DOp&) const = default;
};

struct GlobalPoolOp {
  Pooling pooling = Pooling::average;
  bool keepdims = false;

  template <class V>
  void fields(V&& v) {
    v("pooling", pooling), v("keepdims", keepdims);
  }
  bool operator==(const GlobalPoolOp&) const = default;
};

struct SoftmaxOp {
  template <class V>
  void fields(V&&) {}
  bool operator==(const SoftmaxOp&) const = default;
};

struct PadOp {
  Padding padding;
  double value = 0;

  template <class V>
  void fields(V&& v) {
    v("padding", padding), v("value", value);
  }
  bool operator==(const PadOp&) const = default;
};

// Without the outer rows and columns.
struct CropOp {
  Padding margin;

  template <class V>
  void fields(V&& v) {
    v("margin", margin);
  }
  bool operator==(const CropOp&) const = default;
};

// Dimension i + 1 of the result is dimension order[i] of x; the batch stays.
struct PermuteOp {
  std::vector<int> order;

  template <class V>
  void fields(V&& v) {
    v("order", order);
  }
  bool operator==(const PermuteOp&) const = default;
};

// An image of `height` rows and `width` columns, made of x as TensorFlow's resize does it.
struct ResizeOp {
  int height = 1, width = 1;
  Sampling sampling = Sampling::nearest;

  template <class V>
  void fields(V&& v) {
    v("height", height), v("width", width), v("sampling", sampling);
  }
  bool operator==(const ResizeOp&) const = default;
};

struct ConcatOp {
  template <class V>
  void fields(V&&) {}
  bool operator==(const ConcatOp&) const = default;
};

// The shape of one example; the batch stays.
struct ReshapeOp {
  std::vector<int> shape;

  template <class V>
  void fields(V&& v) {
    v("shape", shape);
  }
  bool operator==(const ReshapeOp&) const = default;
};

// Rows of the table (vocabulary, features), one for each id: (batch), (batch, sequence) or (batch, n, m) int32 -> the
// same and features.
struct EmbeddingOp {
  template <class V>
  void fields(V&&) {}
  bool operator==(const EmbeddingOp&) const = default;
};

// The first rows of the table (positions, features), one for each place of a sequence, the same for all of a batch; or
// all rows, whatever x is.
struct PositionEmbeddingOp {
  bool whole = false;

  template <class V>
  void fields(V&& v) {
    v("whole", whole);
  }
  bool operator==(const PositionEmbeddingOp&) const = default;
};

// Over the last dimension. layer: (x - mean) / sqrt(variance + epsilon); rms: x / sqrt(mean of squares + epsilon);
// unit: x / max(length, epsilon). Then * gamma + beta, where they are.
struct LayerNormOp {
  Norm norm = Norm::layer;
  double epsilon = 1e-3;
  bool scale = true, center = true;  // gamma, beta present

  template <class V>
  void fields(V&& v) {
    v("norm", norm), v("epsilon", epsilon), v("scale", scale), v("center", center);
  }
  bool operator==(const LayerNormOp&) const = default;
};

// softmax(scale * query . key) . value for each head: (batch, queries, heads * head_dim), and (batch, keys, ...) of
// keys and values, each of whose heads serves `group` heads of queries that follow each other. A query sees the keys
// that the mask keeps (1), and with `causal` none after its own place, where the last query is at the place of the last
// key; one that sees none gives zeros.
struct AttentionOp {
  int heads = 1;
  bool causal = false, masked = false;
  double scale = 1;
  int group = 1;
  double dropout = 0;  // the share of weights of values that training drops

  template <class V>
  void fields(V&& v) {
    v("heads", heads), v("causal", causal), v("masked", masked), v("scale", scale), v("group", group);
    v("dropout", dropout);
  }
  bool operator==(const AttentionOp&) const = default;
};

// The mean over the sequence, of the tokens that the mask keeps: (batch, sequence, features) -> (batch, features).
// Zeros where it keeps none.
struct SequencePoolOp {
  bool masked = false;

  template <class V>
  void fields(V&& v) {
    v("masked", masked);
  }
  bool operator==(const SequencePoolOp&) const = default;
};

// One token of every sequence: (batch, sequence, features) -> (batch, features).
struct SelectTokenOp {
  int index = 0;

  template <class V>
  void fields(V&& v) {
    v("index", index);
  }
  bool operator==(const SelectTokenOp&) const = default;
};

// Writes x behind what the state holds: (batch, past, ...) and (batch, tokens, ...) -> (batch, past + tokens, ...),
// which the state holds from then on.
struct AppendOp {
  template <class V>
  void fields(V&&) {}
  bool operator==(const AppendOp&) const = default;
};

// The state holds x from then on.
struct AssignOp {
  template <class V>
  void fields(V&&) {}
  bool operator==(const AssignOp&) const = default;
};

// The sum, mean, maximum or minimum of x over these dimensions, in ascending order. The batch may be one of them: then
// the result has no batch.
struct ReduceOp {
  Reduction fn = Reduction::sum;
  std::vector<int> axes;
  bool keepdims = false;  // as dimensions of 1

  template <class V>
  void fields(V&& v) {
    v("fn", fn), v("axes", axes), v("keepdims", keepdims);
  }
  bool operator==(const ReduceOp&) const = default;
};

// Where along this dimension, which may be the batch, x is largest: the first of equal ones; int32.
struct ArgMaxOp {
  int axis = 1;
  bool keepdims = false;

  template <class V>
  void fields(V&& v) {
    v("axis", axis), v("keepdims", keepdims);
  }
  bool operator==(const ArgMaxOp&) const = default;
};

// Softmax and cross-entropy of each row of logits with the class that its label names, of which `label_smoothing` is
// spread over all classes. The gradient is that of the mean of all losses of the batch.
struct CrossEntropyOp {
  double label_smoothing = 0;

  template <class V>
  void fields(V&& v) {
    v("label_smoothing", label_smoothing);
  }
  bool operator==(const CrossEntropyOp&) const = default;
};

// The loss of each row against targets, and the gradient of the mean of all: kernels/target_loss/problem.h.
struct TargetLossOp {
  LossFn fn = LossFn::mean_squared_error;
  double label_smoothing = 0, delta = 1, alpha = 0.25, gamma = 2;
  bool balanced = false;
  template <class V>
  void fields(V&& v) {
    v("fn", fn), v("label_smoothing", label_smoothing), v("delta", delta), v("alpha", alpha), v("gamma", gamma);
    v("balanced", balanced);
  }
  bool operator==(const TargetLossOp&) const = default;
};

// The gradient of the kernel of a DenseOp: the sum over all rows of x times the gradient of y.
struct DenseBackwardKernelOp {
  bool transposed = false;  // the kernel is (units, inputs)

  template <class V>
  void fields(V&& v) {
    v("transposed", transposed);
  }
  bool operator==(const DenseBackwardKernelOp&) const = default;
};

// The gradient of the kernel of a Conv2DOp.
struct Conv2DBackwardKernelOp {
  Window window;
  int groups = 1;

  template <class V>
  void fields(V&& v) {
    v("window", window), v("groups", groups);
  }
  bool operator==(const Conv2DBackwardKernelOp&) const = default;
};

// A batch norm with the mean and the biased variance of the batch, which are results, too: the moving statistics take a
// share of them.
struct BatchNormTrainingOp {
  double epsilon = 1e-3;
  bool scale = true, center = true;  // gamma, beta present

  template <class V>
  void fields(V&& v) {
    v("epsilon", epsilon), v("scale", scale), v("center", center);
  }
  bool operator==(const BatchNormTrainingOp&) const = default;
};

// The gradients of gamma and beta, which that of x is made of, too.
struct BatchNormBackwardSumsOp {
  double epsilon = 1e-3;

  template <class V>
  void fields(V&& v) {
    v("epsilon", epsilon);
  }
  bool operator==(const BatchNormBackwardSumsOp&) const = default;
};

struct BatchNormBackwardDataOp {
  double epsilon = 1e-3;
  bool scale = true;  // gamma present

  template <class V>
  void fields(V&& v) {
    v("epsilon", epsilon), v("scale", scale);
  }
  bool operator==(const BatchNormBackwardDataOp&) const = default;
};

// The gradients of a DepthwiseConv2DOp with one output a channel.
struct DepthwiseBackwardDataOp {
  Window window;
  int height = 1, width = 1;  // of x

  template <class V>
  void fields(V&& v) {
    v("window", window), v("height", height), v("width", width);
  }
  bool operator==(const DepthwiseBackwardDataOp&) const = default;
};

struct DepthwiseBackwardKernelOp {
  Window window;

  template <class V>
  void fields(V&& v) {
    v("window", window);
  }
  bool operator==(const DepthwiseBackwardKernelOp&) const = default;
};

// The gradient of x of a GlobalPoolOp that takes the average: every pixel has an equal part.
struct GlobalPoolBackwardOp {
  int height = 1, width = 1;  // of x

  template <class V>
  void fields(V&& v) {
    v("height", height), v("width", width);
  }
  bool operator==(const GlobalPoolBackwardOp&) const = default;
};

// The gradients of gamma and beta of a LayerNormOp that subtracts the mean. Sums over all rows.
struct LayerNormBackwardSumsOp {
  double epsilon = 1e-3;

  template <class V>
  void fields(V&& v) {
    v("epsilon", epsilon);
  }
  bool operator==(const LayerNormBackwardSumsOp&) const = default;
};

struct LayerNormBackwardDataOp {
  double epsilon = 1e-3;
  bool scale = true;  // gamma present

  template <class V>
  void fields(V&& v) {
    v("epsilon", epsilon), v("scale", scale);
  }
  bool operator==(const LayerNormBackwardDataOp&) const = default;
};

// The gradient of the table of an EmbeddingOp: each row is the sum over the places of its id, in their order.
struct EmbeddingBackwardOp {
  int vocabulary = 1;

  template <class V>
  void fields(V&& v) {
    v("vocabulary", vocabulary);
  }
  bool operator==(const EmbeddingBackwardOp&) const = default;
};

// The same of a PositionEmbeddingOp: the sum over the batch; zeros behind the sequence.
struct PositionEmbeddingBackwardOp {
  int positions = 1;

  template <class V>
  void fields(V&& v) {
    v("positions", positions);
  }
  bool operator==(const PositionEmbeddingBackwardOp&) const = default;
};

// The gradients of query, key and value of an AttentionOp whose three inputs have one shape. The weights are computed
// again, so that no matrix of scores is kept.
struct AttentionBackwardOp {
  AttentionOp layer;

  template <class V>
  void fields(V&& v) {
    v("layer", layer);
  }
  bool operator==(const AttentionBackwardOp&) const = default;
};

// The gradient of x of a SequencePoolOp: an equal part for every token that is kept.
struct SequencePoolBackwardOp {
  bool masked = false;

  template <class V>
  void fields(V&& v) {
    v("masked", masked);
  }
  bool operator==(const SequencePoolBackwardOp&) const = default;
};

// The gradient of x of a SelectTokenOp: zeros but for that token.
struct SelectTokenBackwardOp {
  int index = 0;

  template <class V>
  void fields(V&& v) {
    v("index", index);
  }
  bool operator==(const SelectTokenBackwardOp&) const = default;
};

// An example of this shape: dimensions of which x has 1 are repeated.
struct SpreadOp {
  std::vector<int> shape;

  template <class V>
  void fields(V&& v) {
    v("shape", shape);
  }
  bool operator==(const SpreadOp&) const = default;
};

// The gradient of x of a ResizeOp.
struct ResizeBackwardOp {
  int height = 1, width = 1;  // of x
  Sampling sampling = Sampling::nearest;

  template <class V>
  void fields(V&& v) {
    v("height", height), v("width", width), v("sampling", sampling);
  }
  bool operator==(const ResizeBackwardOp&) const = default;
};

// The gradient of x of a Pool2DOp: each window's goes to its first largest element, or in equal parts to all.
struct Pool2DBackwardOp {
  Pool2DOp layer;
  int height = 1, width = 1;  // of x

  template <class V>
  void fields(V&& v) {
    v("layer", layer), v("height", height), v("width", width);
  }
  bool operator==(const Pool2DBackwardOp&) const = default;
};

// An op of a layer, and the chain that ends its kernel.
template <class LayerOp>
struct Fused {
  LayerOp layer;
  Chain epilogue;

  template <class V>
  void fields(V&& v) {
    v("layer", layer), v("epilogue", epilogue);
  }
  bool operator==(const Fused&) const = default;
};

template <>
struct Fused<Conv2DOp> {
  Conv2DOp layer;
  ConvAlgorithm algorithm = ConvAlgorithm::direct;
  bool packed = false;          // the filter comes from pack_conv2d
  std::optional<DType> filter;  // its element type; none: f32
  Chain prologue;               // of x; see the kernel's
  Chain epilogue;

  template <class V>
  void fields(V&& v) {
    v("layer", layer), v("algorithm", algorithm), v("packed", packed), v("filter", filter), v("prologue", prologue);
    v("epilogue", epilogue);
  }
  bool operator==(const Fused&) const = default;
};

template <>
struct Fused<DenseOp> {
  DenseOp layer;
  bool packed = false;          // the kernel comes from pack_dense
  std::optional<DType> filter;  // its element type; none: f32
  Chain epilogue;

  template <class V>
  void fields(V&& v) {
    v("layer", layer), v("packed", packed), v("filter", filter), v("epilogue", epilogue);
  }
  bool operator==(const Fused&) const = default;
};

using FusedConv2DOp = Fused<Conv2DOp>;
using FusedDepthwiseConv2DOp = Fused<DepthwiseConv2DOp>;
using FusedConv2DTransposeOp = Fused<Conv2DTransposeOp>;
using FusedDenseOp = Fused<DenseOp>;
using FusedPool2DOp = Fused<Pool2DOp>;
using FusedGlobalPoolOp = Fused<GlobalPoolOp>;
using FusedEmbeddingOp = Fused<EmbeddingOp>;
using FusedPositionEmbeddingOp = Fused<PositionEmbeddingOp>;

// A 1x1 convolution, its chain, and the depthwise convolution that is their only reader.
struct ExpandDepthwiseOp {
  int filters = 1;   // of the 1x1 convolution
  Window depthwise;  // pads the image between the two with zeros: x needs no padding
  Chain expansion;   // between them
  Chain epilogue;

  template <class V>
  void fields(V&& v) {
    v("filters", filters), v("depthwise", depthwise), v("expansion", expansion), v("epilogue", epilogue);
  }
  bool operator==(const ExpandDepthwiseOp&) const = default;
};

// What a state holds, (batch, length, features), in memory of its own: without room for more tokens.
struct CopyOp {
  template <class V>
  void fields(V&&) {}
  bool operator==(const CopyOp&) const = default;
};

// The mean and the biased variance of each channel over all that is before it.
struct BatchNormStatisticsOp {
  template <class V>
  void fields(V&&) {}
  bool operator==(const BatchNormStatisticsOp&) const = default;
};

// What a batch norm multiplies by and adds: ScaleShiftOp, of statistics that are known when the model runs.
struct BatchNormScaleOp {
  double epsilon = 1e-3;
  bool scale = true, center = true;  // operands present

  template <class V>
  void fields(V&& v) {
    v("epsilon", epsilon), v("scale", scale), v("center", center);
  }
  bool operator==(const BatchNormScaleOp&) const = default;
};

// A kernel as PackConv2DOp or PackDenseOp pack it, but by a kernel call in each step of training, when the kernel has
// changed.
struct PackFilterOp {
  int groups = 1;
  bool transposed = false;  // the kernel's last two dimensions are (out, in)

  template <class V>
  void fields(V&& v) {
    v("groups", groups), v("transposed", transposed);
  }
  bool operator==(const PackFilterOp&) const = default;
};

// x and operands of the kind `tensor` are broadcast to each other; they have one rank.
struct ElementwiseOp {
  Chain chain;

  template <class V>
  void fields(V&& v) {
    v("chain", chain);
  }
  bool operator==(const ElementwiseOp&) const = default;
};

// kernel * gamma / sqrt(variance + epsilon) and beta + (bias - mean) * gamma / sqrt(variance + epsilon), in double.
struct FoldBatchNormOp {
  double epsilon = 1e-3;
  bool bias = false, scale = true, center = true;  // operands present
  int axis = -1;                                   // of the kernel: its output channels, counted from the end

  template <class V>
  void fields(V&& v) {
    v("epsilon", epsilon), v("bias", bias), v("scale", scale), v("center", center), v("axis", axis);
  }
  bool operator==(const FoldBatchNormOp&) const = default;
};

struct ScaleShiftOp {
  double epsilon = 1e-3;
  bool scale = true, center = true;

  template <class V>
  void fields(V&& v) {
    v("epsilon", epsilon), v("scale", scale), v("center", center);
  }
  bool operator==(const ScaleShiftOp&) const = default;
};

// How a kernel reads a weight that the checkpoint holds in another shape.
struct ReshapeWeightOp {
  std::vector<int> shape;

  template <class V>
  void fields(V&& v) {
    v("shape", shape);
  }
  bool operator==(const ReshapeWeightOp&) const = default;
};

struct PackConv2DOp {
  ConvAlgorithm algorithm = ConvAlgorithm::direct;
  int groups = 1;
  bool transposed = false;    // the kernel is (height, width, out / groups, in)
  std::optional<DType> type;  // rounded to it; none: f32. Of i8 there is a second output: what each channel is times

  template <class V>
  void fields(V&& v) {
    v("algorithm", algorithm), v("groups", groups), v("transposed", transposed), v("type", type);
  }
  bool operator==(const PackConv2DOp&) const = default;
};

struct PackDenseOp {
  bool transposed = false;    // the kernel is (units, inputs)
  std::optional<DType> type;  // as of PackConv2DOp

  template <class V>
  void fields(V&& v) {
    v("transposed", transposed), v("type", type);
  }
  bool operator==(const PackDenseOp&) const = default;
};

namespace ops_detail {
template <class None, class... Kinds>
struct Variant {
  using Type = std::variant<Kinds...>;
};
template <class Kind, class Variant>
inline constexpr bool is_one_of = false;
template <class Kind, class... Kinds>
inline constexpr bool is_one_of<Kind, std::variant<Kinds...>> = (std::is_same_v<Kind, Kinds> || ...);
}  // namespace ops_detail

// The alternatives are in the order of ops.def.
#define OP(Kind, name, stage, fewest, most) , Kind
using Attributes = ops_detail::Variant<void
#include "graph/ops.def"
                                       >::Type;
#undef OP

// Whether ops.def has a row for it.
template <class Kind>
inline constexpr bool is_op = ops_detail::is_one_of<Kind, Attributes>;

enum class Stage : std::uint8_t { layer, kernel, weights };  // see ops.def
const char* to_string(Stage stage);

const char* op_name(const Attributes& attributes);
Stage stage_of(const Attributes& attributes);
// The op with its attributes at their defaults; false: no such op.
bool op_from_name(const std::string& name, Attributes* out);

}  // namespace specimen::gen
