// The attributes of every op: one struct a row of ops.def. Each lists its members in `fields`, from which the text
// form, its parser and equality come. Tensors are NHWC. Here those of kernels and of weights; layers' and those of
// training have files of their own.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "graph/layer_ops.h"
#include "graph/training_ops.h"
#include "kernels/common/argument.h"
#include "kernels/common/chain.h"
#include "kernels/common/layout.h"

namespace specimen::gen {

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
