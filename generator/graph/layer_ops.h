// The attributes of ops that mean what a layer of a spec means: a struct a row of ops.def.
#pragma once

#include <string>
#include <vector>

#include "base/padding.h"
#include "kernels/common/chain.h"
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
  double dropout = 0;      // in training: the share of weights that become 0; the others are divided by 1 - dropout
  std::string layer = {};  // in training with dropout: the path of the layer, which its random numbers depend on

  template <class V>
  void fields(V&& v) {
    v("heads", heads), v("causal", causal), v("masked", masked), v("scale", scale), v("group", group);
    v("dropout", dropout), v("layer", layer);
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

}  // namespace specimen::gen
