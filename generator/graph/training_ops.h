// The attributes of ops that `differentiate` and the loss add: of losses, and of gradients.
#pragma once

#include <vector>

#include "graph/layer_ops.h"
#include "kernels/common/loss.h"

namespace specimen::gen {

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

// The gradients of gamma and beta of a LayerNormOp. Sums over all rows.
struct LayerNormBackwardSumsOp {
  double epsilon = 1e-3;
  Norm norm = Norm::layer;

  template <class V>
  void fields(V&& v) {
    v("epsilon", epsilon), v("norm", norm);
  }
  bool operator==(const LayerNormBackwardSumsOp&) const = default;
};

struct LayerNormBackwardDataOp {
  double epsilon = 1e-3;
  bool scale = true;  // gamma present
  Norm norm = Norm::layer;

  template <class V>
  void fields(V&& v) {
    v("epsilon", epsilon), v("scale", scale), v("norm", norm);
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

}  // namespace specimen::gen
