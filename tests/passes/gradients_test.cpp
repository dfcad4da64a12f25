// The gradients that `differentiate` adds are those of finite differences, in double, and stay so after every pass of
// training.
#include "passes/gradients.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>

#include "passes/check_pipeline.h"
#include "passes/loss.h"
#include "plan/build.h"
#include "plan/verify.h"

namespace specimen::gen {
namespace {

constexpr std::int64_t kBatchSize = 3;

using Arrays = std::map<std::string, DenseArray>;

double loss_of(const Graph& graph, const Arrays& inputs, const Arrays& weights) {
  return evaluate(graph, inputs, weights).at("loss").data[0];
}

// Some elements of every weight: all of a small one.
void expect_gradients(const Graph& graph, const Arrays& inputs, const Arrays& weights) {
  const Arrays outputs = evaluate(graph, inputs, weights);
  std::mt19937 random(7);
  for (const Output& output : graph.functions[0].outputs) {
    if (!output.gradient_of.valid() || !graph[output.gradient_of].trainable) continue;
    const std::string& name = output.name;
    const DenseArray& weight = weights.at(name);
    const DenseArray& gradient = outputs.at(name);
    ASSERT_EQ(gradient.data.size(), weight.data.size()) << name;
    double most = 1e-3;
    for (double g : gradient.data) most = std::max(most, std::abs(g));
    for (std::size_t k = 0; k < std::min<std::size_t>(weight.data.size(), 12); ++k) {
      const std::size_t i = weight.data.size() <= 12 ? k : random() % weight.data.size();
      constexpr double kStep = 1e-5;
      Arrays more = weights, less = weights;
      more[name].data[i] += kStep;
      less[name].data[i] -= kStep;
      const double difference = (loss_of(graph, inputs, more) - loss_of(graph, inputs, less)) / (2 * kStep);
      EXPECT_NEAR(gradient.data[i], difference, 1e-6 * most) << name << " element " << i;
    }
  }
}

Loss smoothed(double label_smoothing) {
  Loss loss;
  loss.label_smoothing = label_smoothing;
  return loss;
}

void check_gradients(Maker m, const Loss& loss = Loss()) {
  ASSERT_EQ(untrainable(m.graph, loss), "");
  const Graph with = with_loss(m.graph, loss);
  ASSERT_EQ(verify(with), "");
  Arrays inputs = m.random(TensorKind::input, kBatchSize);
  const Arrays weights = m.random(TensorKind::weight);
  const std::int64_t classes = number(with[with.functions[0].outputs[1].tensor].shape.back());
  DenseArray labels{{kBatchSize}, {}};
  // Of each token, where the model answers for each.
  if (with[with.functions[0].outputs[1].tensor].shape.size() == 3) labels.shape = inputs.at("token_ids").shape;
  for (std::int64_t i = 0; i < elements(labels.shape); ++i)
    labels.data.push_back(static_cast<double>((2 * i + 1) % classes));
  // Of other losses, targets between 0 and 1.
  if (!info(loss.kind).labels) {
    labels = {{kBatchSize, classes}, {}};
    for (std::int64_t i = 0; i < kBatchSize * classes; ++i) labels.data.push_back(static_cast<double>(i * 7 % 10) / 9);
  }
  inputs["labels"] = labels;
  if (loss.weighted) inputs["weights"] = DenseArray{{kBatchSize}, {0.5, 2, 0}};
  inputs["random"] = DenseArray{{4}, {5, 7, 100, 0}};
  Arrays expected;
  const Graph last = run_passes(
      with, TargetKind::cpu,
      [&](const Pass& pass, const Graph& graph) {
        ASSERT_EQ(verify(graph), "") << pass.name;
        expect_read_back(graph, pass.name);
        if (expected.empty() && std::string(pass.name) != "differentiate") return;
        if (expected.empty()) {
          expect_gradients(graph, inputs, weights);
          expected = evaluate(graph, inputs, weights);
        }
        expect_same(expected, evaluate(graph, inputs, weights), pass.name);
      },
      Mode::training);
  ASSERT_FALSE(expected.empty());
  // Kernels take what others write.
  EXPECT_EQ(verify(build_plan(last, TargetKind::cpu)), "");
}

TEST(Gradients, OfADenseLayer) {
  Maker m;
  const TensorId x = m.op(ReshapeOp{{24}}, {m.input("x", 2, 3, 4)}, "flatten");
  m.output("logits", m.dense(m.relu(m.dense(x, 9, "hidden"), "relu"), 5, "logits"));
  check_gradients(m);
  check_gradients(m, smoothed(0.1));
}

TEST(Gradients, OfLosses) {
  for (const LossInfo& of : losses()) {
    for (bool plain : {true, false}) {
      SCOPED_TRACE(of.name);
      Maker m;
      const TensorId x = m.op(ReshapeOp{{12}}, {m.input("x", 1, 3, 4)}, "flatten");
      TensorId y = m.dense(m.relu(m.dense(x, 9, "hidden"), "relu"), 5, "logits");
      Loss loss;
      loss.kind = of.kind;
      if (!plain) {
        loss.weighted = true;
        if (of.link == LossLink::softmax) y = m.op(SoftmaxOp{}, {y}, "softmax");
        if (of.link == LossLink::sigmoid) y = m.op(UnaryOp{Fn::sigmoid, 0}, {y}, "sigmoid");
        loss.from_logits = of.link == LossLink::none;
        loss.label_smoothing = 0.1;
        loss.delta = 0.3;
        loss.alpha = 0.4;
        loss.gamma = 1.5;
        loss.apply_class_balancing = true;
      }
      m.output("y", y);
      check_gradients(m, loss);
    }
  }
}

TEST(Gradients, ALossSaysWhatItCannotRead) {
  const auto why = [](LossKind kind, std::optional<bool> from_logits, const Attributes* end, int units = 3) {
    Maker m;
    TensorId y = m.dense(m.op(ReshapeOp{{12}}, {m.input("x", 1, 3, 4)}, "flatten"), units, "logits");
    if (end) y = m.op(*end, {y}, "end");
    m.output("y", y);
    Loss loss;
    loss.kind = kind;
    loss.from_logits = from_logits;
    return untrainable(m.graph, loss);
  };
  const Attributes softmax = SoftmaxOp{}, sigmoid = UnaryOp{Fn::sigmoid, 0};
  EXPECT_EQ(why(LossKind::binary_crossentropy, std::nullopt, &softmax),
            "BinaryCrossentropy reads logits or a sigmoid, and `y` is a softmax");
  EXPECT_EQ(why(LossKind::categorical_crossentropy, true, &softmax), "from_logits is true, and `y` is a softmax");
  EXPECT_EQ(why(LossKind::binary_crossentropy, false, nullptr), "from_logits is false, and `y` is not a sigmoid");
  EXPECT_EQ(why(LossKind::categorical_focal_crossentropy, std::nullopt, nullptr, 1),
            "CategoricalFocalCrossentropy needs two classes or more, and `y` has one");
  EXPECT_EQ(why(LossKind::binary_crossentropy, false, &sigmoid), "");
  EXPECT_EQ(why(LossKind::huber, std::nullopt, nullptr, 1), "");
}

TEST(Gradients, OfConvolutions) {
  for (int stride : {1, 2, 3}) {
    for (int size : {1, 2, 3, 5}) {
      SCOPED_TRACE(stride * 10 + size);
      Maker m;
      TensorId x = m.relu(m.conv(m.input("image", 9, 8, 3), 4, 3, 1, "stem", true), "stem_relu");
      x = m.conv(x, 5, size, stride, "conv", true);
      int features = 1;
      for (std::size_t d = 1; d < 4; ++d) features *= static_cast<int>(number(m.graph[x].shape[d]));
      m.output("logits", m.dense(m.op(ReshapeOp{{features}}, {x}, "flatten"), 4, "logits"));
      check_gradients(m);
    }
  }
}

TEST(Gradients, OfPoolings) {
  for (Pooling pooling : {Pooling::max, Pooling::average}) {
    for (int stride : {1, 2}) {
      Maker m;
      TensorId x = m.relu(m.conv(m.input("image", 7, 7, 2), 3, 3, 1, "conv", true), "relu");
      Pool2DOp pool;
      pool.pooling = pooling;
      pool.window = {3, 3, stride, stride, 1, 1, {1, 1, 1, 1}};
      x = m.op(pool, {x}, "pool");
      const int side = static_cast<int>(number(m.graph[x].shape[1]));
      m.output("logits", m.dense(m.op(ReshapeOp{{side * side * 3}}, {x}, "flatten"), 4, "logits"));
      check_gradients(m);
    }
  }
}

// Of an image.
bool is_differentiable(Attributes attributes) {
  Maker m;
  m.op(std::move(attributes), {m.input("image", 2, 3, 4)}, "op");
  return has_gradient(m.graph, m.graph.ops.back());
}

// Every function of one argument, and those of two with a constant.
TEST(Gradients, OfFunctions) {
  const auto check = [](const UnaryOp& op) {
    SCOPED_TRACE(std::string(to_string(op.fn)) + " " + std::to_string(op.parameter));
    Maker m;
    const TensorId x = m.op(ReshapeOp{{12}}, {m.input("x", 1, 3, 4)}, "flatten");
    const TensorId wide = m.op(UnaryOp{Fn::multiply, 4}, {m.dense(x, 9, "hidden")}, "wide");
    m.output("logits", m.dense(m.op(op, {wide}, "fn"), 5, "logits"));
    check_gradients(m);
  };
#define FUNCTION(name, arity) \
  if (arity == 1) check(UnaryOp{Fn::name, 0.3});
#define GRADIENT(name, of)
#include "kernels/common/functions.def"
#undef FUNCTION
  for (Fn fn : {Fn::add, Fn::subtract, Fn::multiply, Fn::divide, Fn::maximum, Fn::minimum}) check(UnaryOp{fn, 0.7});
  check(UnaryOp{Fn::threshold, -0.4});
  EXPECT_FALSE(is_differentiable(UnaryOp{Fn::elu, -1}));
}

// Operands of one shape, a vector of channels, a gate of channels on either side.
TEST(Gradients, OfTwoOperands) {
  for (Fn fn : {Fn::add, Fn::subtract, Fn::multiply, Fn::divide, Fn::maximum, Fn::minimum}) {
    for (const char* kind : {"equal", "vector", "gate", "gated"}) {
      SCOPED_TRACE(std::string(to_string(fn)) + " " + kind);
      Maker m;
      const TensorId x = m.conv(m.input("image", 4, 5, 3), 4, 3, 1, "x", true);
      TensorId other = std::string(kind) == "equal" ? m.conv(x, 4, 1, 1, "other", true)
                                                    : m.op(GlobalPoolOp{Pooling::average, true}, {x}, "squeeze");
      // Not near zero, for it may divide.
      other = m.op(UnaryOp{Fn::add, 0.5}, {m.op(UnaryOp{Fn::sigmoid}, {other}, "sigmoid")}, "other_add");
      if (std::string(kind) == "vector") {
        other = m.op(BinaryOp{fn}, {x, m.weight("vector", {Dim(4)})}, "operation");
      } else if (std::string(kind) == "gated") {
        const TensorId positive = m.op(UnaryOp{Fn::exponential}, {x}, "positive");
        other = m.op(BinaryOp{fn}, {other, positive}, "operation");
      } else {
        other = m.op(BinaryOp{fn}, {x, other}, "operation");
      }
      m.output("logits", m.dense(m.op(GlobalPoolOp{}, {other}, "pool"), 4, "logits"));
      check_gradients(m);
    }
  }
}

// A value that several layers read, and a weight that two share.
TEST(Gradients, OfWhatIsReadTwice) {
  Maker m;
  const TensorId x = m.dense(m.op(ReshapeOp{{6}}, {m.input("x", 1, 2, 3)}, "flatten"), 6, "first");
  const TensorId kernel = m.weight("shared/kernel", {Dim(6), Dim(6)});
  const TensorId a = m.relu(m.op(DenseOp{6, false}, {x, kernel}, "a"), "relu");
  const TensorId b = m.op(DenseOp{6, true}, {m.op(BinaryOp{Fn::multiply}, {a, x}, "product"), kernel}, "b");
  m.output("logits", m.op(BinaryOp{Fn::subtract}, {m.add(a, b, "sum"), x}, "difference"));
  check_gradients(m);
}

TEST(Gradients, OfDropout) {
  Maker m;
  const TensorId x = m.op(ReshapeOp{{24}}, {m.input("x", 2, 3, 4)}, "flatten");
  const TensorId y = m.op(DropoutOp{0.4, {}, ""}, {m.relu(m.dense(x, 19, "hidden"), "relu")}, "dropout");
  m.output("probabilities", m.op(SoftmaxOp{}, {m.dense(y, 5, "logits")}, "softmax"));
  check_gradients(m);
}

// Between convolutions that want zeros around their images.
TEST(Gradients, OfDropoutOfAnImage) {
  for (const std::vector<int>& shared : {std::vector<int>{}, {0, 1, 1, 1}}) {
    Maker m;
    TensorId x = m.conv(m.input("image", 5, 6, 2), 4, 3, 1, "first", true);
    x = m.conv(m.op(DropoutOp{0.4, shared, ""}, {x}, "dropout"), 3, 5, 2, "second", true);
    m.output("logits", m.op(GlobalPoolOp{}, {x}, "pool"));
    check_gradients(m);
  }
}

// The statistics of a batch depend on every example. What a moving statistic takes a share of is an output, too.
TEST(Gradients, OfABatchNorm) {
  for (bool scale : {true, false}) {
    for (bool center : {true, false}) {
      Maker m;
      const TensorId x = m.conv(m.input("image", 4, 5, 3), 6, 3, 1, "conv");
      std::vector<TensorId> inputs = {x};
      if (scale) inputs.push_back(m.weight("bn/gamma", {Dim(6)}));
      if (center) inputs.push_back(m.weight("bn/beta", {Dim(6)}));
      for (const char* name : {"bn/moving_mean", "bn/moving_variance"}) {
        inputs.push_back(m.weight(name, {Dim(6)}));
        m.graph[inputs.back()].trainable = false;
      }
      BatchNormOp norm;
      norm.scale = scale, norm.center = center;
      const TensorId y = m.relu(m.op(norm, inputs, "bn"), "relu");
      m.output("logits", m.dense(m.op(GlobalPoolOp{}, {y}, "pool"), 4, "logits"));
      check_gradients(m);
      const Graph graph = for_training(with_loss(m.graph, Loss()));
      EXPECT_EQ(graph.functions[0].outputs[2].name, "bn/moving_mean");
      EXPECT_EQ(graph.functions[0].outputs[3].name, "bn/moving_variance");
    }
  }
}

TEST(Gradients, OfDepthwiseConvolutions) {
  for (int stride : {1, 2, 3}) {
    for (int size : {1, 3, 4}) {
      SCOPED_TRACE(stride * 10 + size);
      Maker m;
      TensorId x = m.conv(m.input("image", 9, 8, 3), 4, 3, 1, "stem", true);
      x = m.depthwise(x, size, stride, "depthwise");
      x = m.op(ReshapeOp{{4}}, {m.op(GlobalPoolOp{Pooling::average, true}, {x}, "pool")}, "flatten");
      m.output("logits", m.dense(x, 4, "logits"));
      check_gradients(m);
    }
  }
}

// A pad before a strided convolution, a gate of channels, a crop.
TEST(Gradients, OfImages) {
  Maker m;
  TensorId x = m.relu(m.conv(m.input("image", 8, 8, 3), 4, 3, 1, "stem", true), "stem_relu");
  x = m.op(PadOp{{1, 2, 1, 0}, 0}, {x}, "pad");
  Conv2DOp strided{5, {3, 3, 2, 2, 1, 1, {}}, 1};
  x = m.op(strided, {x, m.weight("strided/kernel", {Dim(3), Dim(3), Dim(4), Dim(5)})}, "strided");
  x = m.op(CropOp{{1, 0, 0, 1}}, {x}, "crop");
  TensorId gate = m.op(GlobalPoolOp{Pooling::average, true}, {x}, "squeeze");
  gate = m.op(UnaryOp{Fn::sigmoid}, {m.conv(gate, 5, 1, 1, "excite", true)}, "sigmoid");
  x = m.op(BinaryOp{Fn::multiply}, {x, gate}, "scale");
  m.output("logits", m.dense(m.op(GlobalPoolOp{}, {x}, "pool"), 4, "logits"));
  check_gradients(m);
}

// A convolution, then what `layer` makes of its result, then logits of all elements: each has a weight of its own.
template <class Layer>
void check_layer(int height, int width, int channels, const Layer& layer) {
  Maker m;
  const TensorId x = m.conv(m.input("image", height, width, 2), channels, 3, 1, "stem", true);
  TensorId y = layer(m, m.op(UnaryOp{Fn::tanh}, {x}, "tanh"));
  const Shape shape = m.graph[y].shape;
  y = m.op(ReshapeOp{{static_cast<int>(example_elements(shape))}}, {y}, "flatten");
  m.output("logits", m.dense(y, 4, "logits"));
  check_gradients(m);
}

TEST(Gradients, OfGroupedConvolutions) {
  for (int groups : {2, 4}) {
    for (int stride : {1, 2, 3}) {
      SCOPED_TRACE(groups * 10 + stride);
      check_layer(7, 6, 8, [&](Maker& m, TensorId x) {
        const Conv2DOp op{12, {3, 3, stride, stride, 1, 1, {1, 1, 1, 1}}, groups};
        return m.op(op, {x, m.weight("grouped/kernel", {Dim(3), Dim(3), Dim(8 / groups), Dim(12)})}, "grouped");
      });
    }
  }
}

// Cut from the full result, or with zeros behind its end.
TEST(Gradients, OfTransposedConvolutions) {
  for (int stride : {1, 2, 3}) {
    for (int cut : {-1, 0, 1}) {
      SCOPED_TRACE(stride * 10 + cut);
      check_layer(4, 5, 3, [&](Maker& m, TensorId x) {
        const Conv2DTransposeOp op{5, {3, 2, stride, stride, 1, 1, {std::max(cut, 0), cut, 0, cut}}};
        return m.op(op, {x, m.weight("up/kernel", {Dim(3), Dim(2), Dim(5), Dim(3)})}, "up");
      });
    }
  }
}

TEST(Gradients, OfConcatenations) {
  check_layer(4, 5, 3, [](Maker& m, TensorId x) {
    const TensorId first = m.conv(x, 5, 3, 1, "first", true);
    const TensorId both = m.op(ConcatOp{}, {first, x}, "both");
    return m.op(ConcatOp{}, {both, m.relu(m.conv(both, 2, 1, 1, "third", true), "relu"), both}, "all");
  });
  check_layer(4, 5, 3, [](Maker& m, TensorId x) {
    const TensorId pool = m.op(GlobalPoolOp{}, {x}, "pool");
    return m.op(ConcatOp{}, {pool, m.dense(pool, 2, "dense"), m.op(ReshapeOp{{60}}, {x}, "rows")}, "all");
  });
}

TEST(Gradients, OfASoftmaxInside) {
  check_layer(3, 2, 5, [](Maker& m, TensorId x) { return m.op(SoftmaxOp{}, {x}, "softmax"); });
  check_layer(3, 2, 5, [](Maker& m, TensorId x) {
    return m.op(SoftmaxOp{}, {m.op(ReshapeOp{{6, 5}}, {x}, "rows")}, "softmax");
  });
}

TEST(Gradients, OfPermutations) {
  for (const std::vector<int>& order : {std::vector<int>{2, 3, 1}, {3, 1, 2}, {1, 3, 2}, {1, 2, 3}}) {
    check_layer(3, 4, 5, [&](Maker& m, TensorId x) { return m.op(PermuteOp{order}, {x}, "permute"); });
  }
  check_layer(3, 4, 5, [](Maker& m, TensorId x) {
    return m.op(PermuteOp{{2, 1}}, {m.op(ReshapeOp{{12, 5}}, {x}, "rows")}, "permute");
  });
}

TEST(Gradients, OfReductions) {
  for (Reduction fn : {Reduction::sum, Reduction::mean, Reduction::max, Reduction::min}) {
    for (const std::vector<int>& axes : {std::vector<int>{1, 2}, {3}, {1, 3}, {2}, {1, 2, 3}}) {
      for (bool keepdims : {false, true}) {
        SCOPED_TRACE(std::to_string(axes.front()) + "... of " + std::to_string(axes.size()));
        check_layer(3, 4, 5, [&](Maker& m, TensorId x) { return m.op(ReduceOp{fn, axes, keepdims}, {x}, "reduce"); });
      }
    }
    check_layer(3, 4, 5, [&](Maker& m, TensorId x) {
      return m.op(ReduceOp{fn, {1}, false}, {m.op(ReshapeOp{{12, 5}}, {x}, "rows")}, "reduce");
    });
  }
  EXPECT_FALSE(is_differentiable(ReduceOp{Reduction::sum, {0, 1}, false}));
}

TEST(Gradients, OfGlobalPoolings) {
  for (Pooling pooling : {Pooling::max, Pooling::average}) {
    for (bool keepdims : {false, true}) {
      check_layer(3, 4, 5, [&](Maker& m, TensorId x) { return m.op(GlobalPoolOp{pooling, keepdims}, {x}, "pool"); });
    }
  }
}

// Equal largest elements have equal parts.
TEST(Gradients, OfEqualLargestElements) {
  Maker m;
  const TensorId bias = m.weight("bias", {Dim(3)});
  const TensorId zeros = m.op(UnaryOp{Fn::multiply, 0}, {m.input("image", 2, 2, 3)}, "zeros");
  const TensorId x = m.op(BinaryOp{Fn::add}, {zeros, bias}, "x");
  m.output("logits", m.op(GlobalPoolOp{Pooling::max}, {x}, "pool"));
  check_gradients(m);
}

TEST(Gradients, OfResizings) {
  for (Sampling sampling : {Sampling::nearest, Sampling::bilinear, Sampling::bicubic}) {
    for (int height : {1, 2, 3, 6, 8, 13}) {
      SCOPED_TRACE(height);
      check_layer(3, 4, 2, [&](Maker& m, TensorId x) { return m.op(ResizeOp{height, 9, sampling}, {x}, "resize"); });
      check_layer(7, 5, 2, [&](Maker& m, TensorId x) { return m.op(ResizeOp{height, 3, sampling}, {x}, "resize"); });
    }
  }
}

TEST(Gradients, OfADenseLayerOverPixels) {
  check_layer(3, 4, 6, [](Maker& m, TensorId x) {
    x = m.relu(m.dense(x, 7, "dense"), "relu");
    return m.conv(x, 2, 3, 1, "after", true);
  });
}

TEST(Gradients, OfLayerNormsOfImages) {
  for (bool scale : {true, false}) {
    check_layer(3, 4, 6, [&](Maker& m, TensorId x) {
      x = m.conv(x, 6, 3, 1, "before", true);
      std::vector<TensorId> inputs = {x};
      if (scale) inputs = {x, m.weight("norm/gamma", {Dim(6)}), m.weight("norm/beta", {Dim(6)})};
      return m.conv(m.op(LayerNormOp{Norm::layer, 1e-3, scale, scale}, inputs, "norm"), 3, 3, 1, "after", true);
    });
  }
}

// The moving statistics, which stay, and vectors that are trained.
TEST(Gradients, OfAFrozenBatchNorm) {
  for (bool scale : {true, false}) {
    for (bool center : {true, false}) {
      check_layer(4, 5, 6, [&](Maker& m, TensorId x) {
        std::vector<TensorId> inputs = {x};
        if (scale) inputs.push_back(m.weight("bn/gamma", {Dim(6)}));
        if (center) inputs.push_back(m.weight("bn/beta", {Dim(6)}));
        for (const char* name : {"bn/moving_mean", "bn/moving_variance"}) {
          inputs.push_back(m.weight(name, {Dim(6)}));
          m.graph[inputs.back()].trainable = false;
        }
        BatchNormOp norm;
        norm.scale = scale, norm.center = center, norm.frozen = true;
        return m.op(norm, inputs, "bn");
      });
    }
  }
}

// Examples, channels, rows, and columns that are dropped as one.
TEST(Gradients, OfDropoutOfElementsTogether) {
  for (const std::vector<int>& shared :
       {std::vector<int>{0, 1, 1, 1}, {0, 1, 1, 0}, {0, 0, 1, 1}, {0, 1, 0, 0}, {0, 0, 0, 1}, {0, 0, 1, 0}}) {
    ASSERT_TRUE(is_differentiable(DropoutOp{0.4, shared, ""}));
    check_layer(3, 4, 5, [&](Maker& m, TensorId x) { return m.op(DropoutOp{0.4, shared, ""}, {x}, "dropout"); });
  }
  EXPECT_FALSE(is_differentiable(DropoutOp{0.4, {1, 1, 1, 1}, ""}));
  EXPECT_FALSE(is_differentiable(DropoutOp{0.4, {0, 1, 0, 1}, ""}));
}

TEST(Gradients, OfResidualNetworks) {
  check_gradients(sample_network());
  check_gradients(sample_network(12, 3, true));
}

// The last layers are trained alone: nothing else has a gradient, and no op computes one for nothing.
TEST(Gradients, FrozenLayersCostNothing) {
  Maker m;
  const TensorId x = m.op(ReshapeOp{{24}}, {m.input("x", 2, 3, 4)}, "flatten");
  m.output("logits", m.dense(m.relu(m.dense(x, 9, "hidden"), "relu"), 5, "logits"));
  for (Tensor& tensor : m.graph.tensors) tensor.trainable = tensor.name.find("logits/") == 0;
  const Graph graph = differentiate(with_loss(m.graph, Loss()));
  std::set<std::string> gradients;
  for (const Output& output : graph.functions[0].outputs) {
    if (output.gradient_of.valid()) gradients.insert(output.name);
  }
  EXPECT_EQ(gradients, (std::set<std::string>{"logits/bias", "logits/kernel"}));
  EXPECT_EQ(count(graph, "dense_backward_kernel"), 1);
  EXPECT_EQ(count(graph, "dense"), 2);
}

// Ids that repeat, one of which no text has; each of two tables, and places of which the last are not reached.
TensorId embed(Maker& m) {
  m.graph.symbol_maxima["sequence"] = 9;
  const TensorId ids = m.tokens("token_ids"), segments = m.tokens("segment_ids");
  TensorId x = m.op(EmbeddingOp{}, {ids, m.weight("token/embeddings", {Dim(3), Dim(6)})}, "token");
  const TensorId places = m.weight("position/position_embeddings", {Dim(9), Dim(6)});
  x = m.add(x, m.op(PositionEmbeddingOp{}, {x, places}, "position"), "add_position");
  const TensorId table = m.weight("segment/embeddings", {Dim(2), Dim(6)});
  return m.add(x, m.op(EmbeddingOp{}, {segments, table}, "segment"), "add_segment");
}

TEST(Gradients, OfEmbeddings) {
  Maker m;
  m.output("logits", m.dense(m.op(SelectTokenOp{0}, {embed(m)}, "first"), 4, "logits"));
  check_gradients(m);
  Maker pooled;
  pooled.output("logits", pooled.dense(pooled.op(SequencePoolOp{false}, {embed(pooled)}, "mean"), 4, "logits"));
  check_gradients(pooled);
}

// As of a vision transformer: every row for each example.
TEST(Gradients, OfAllPositions) {
  Maker m;
  TensorId x = m.op(ReshapeOp{{6, 4}}, {m.input("x", 2, 3, 4)}, "rows");
  PositionEmbeddingOp whole;
  whole.whole = true;
  x = m.add(x, m.op(whole, {x, m.weight("position/position_embeddings", {Dim(6), Dim(4)})}, "position"), "add");
  m.output("logits", m.dense(m.op(SelectTokenOp{2}, {m.dense(x, 5, "hidden")}, "third"), 4, "logits"));
  check_gradients(m);
}

void check_norm(const LayerNormOp& norm) {
  Maker m;
  std::vector<TensorId> inputs = {m.dense(embed(m), 5, "hidden")};
  if (norm.scale) inputs.push_back(m.weight("norm/gamma", {Dim(5)}));
  if (norm.center) inputs.push_back(m.weight("norm/beta", {Dim(5)}));
  const TensorId x = m.op(norm, inputs, "norm");
  m.output("logits", m.dense(m.op(SequencePoolOp{false}, {x}, "mean"), 4, "logits"));
  check_gradients(m);
}

TEST(Gradients, OfLayerNorms) {
  for (Norm norm : {Norm::layer, Norm::rms, Norm::unit}) {
    for (bool scale : {true, false}) {
      for (bool center : {true, false}) check_norm({norm, 1e-3, scale, center});
    }
  }
  check_norm({Norm::unit, 1e3, true, false});  // shorter than epsilon
}

TEST(Gradients, OfAttention) {
  for (bool causal : {true, false}) {
    for (bool masked : {true, false}) {
      Maker m;
      const TensorId x = embed(m);
      // A bias of the key adds the same to a query's scores of all keys: its gradient is zero but for rounding.
      const TensorId key = m.op(DenseOp{6, false}, {x, m.weight("key/kernel", {Dim(6), Dim(6)})}, "key");
      std::vector<TensorId> inputs = {m.dense(x, 6, "query"), key, m.dense(x, 6, "value")};
      if (masked) inputs.push_back(m.tokens("padding_mask"));
      const TensorId y = m.op(AttentionOp{2, causal, masked, 0.6, 1, causal ? 0 : 0.4}, inputs, "heads");
      TensorId mean = m.op(SequencePoolOp{false}, {y}, "mean");
      if (masked) mean = m.op(SequencePoolOp{true}, {y, inputs[3]}, "mean");
      m.output("logits", m.dense(mean, 4, "logits"));
      check_gradients(m);
    }
  }
}

TEST(Gradients, OfDropoutOverSequences) {
  Maker m;
  const TensorId x = m.op(DropoutOp{0.3, {}, ""}, {m.dense(embed(m), 7, "hidden")}, "dropout");
  m.output("logits", m.dense(m.op(SequencePoolOp{false}, {x}, "mean"), 4, "logits"));
  check_gradients(m);
}

// The first output of an encoder is its classes here. The table of the words is read twice.
TEST(Gradients, OfAnEncoder) {
  Maker m = sample_encoder();
  std::vector<Output>& outputs = m.graph.functions[0].outputs;
  outputs = {outputs.back()};
  m.graph = drop_dead(m.graph);
  for (Op& op : m.graph.ops) {
    if (auto* unary = std::get_if<UnaryOp>(&op.attributes)) unary->fn = Fn::tanh;
  }
  check_gradients(m);
}

// As a masked language model answers: by the table of the words that it reads.
TEST(Gradients, OfTokens) {
  Maker m;
  const TensorId x = m.layer_norm(embed(m), "norm");
  DenseOp tied{3, true};
  TensorId table;
  for (std::size_t i = 0; i < m.graph.tensors.size(); ++i) {
    if (m.graph.tensors[i].name == "token/embeddings") table = TensorId(static_cast<int>(i));
  }
  m.output("logits", m.bias(m.op(tied, {x, table}, "logits"), "logits"));
  check_gradients(m);
}

TEST(Gradients, AModelWithoutOneSaysWhy) {
  Maker m;
  const TensorId x = embed(m);
  m.output("y", m.op(AttentionOp{2, false, false, 1, 2}, {x, m.dense(x, 3, "key"), m.dense(x, 3, "value")}, "heads"));
  EXPECT_NE(untrainable(m.graph, Loss()).find("`heads` is an op `attention`, which has no gradient yet"),
            std::string::npos);
}

// A depthwise convolution with two outputs a channel is refused by name, before any pass.
TEST(Gradients, OfADepthwiseConvolutionWithAMultiplier) {
  Maker m;
  const TensorId x = m.input("image", 5, 5, 3);
  const TensorId kernel = m.weight("depthwise/kernel", {Dim(3), Dim(3), Dim(3), Dim(2)});
  DepthwiseConv2DOp depthwise;
  depthwise.window.height = depthwise.window.width = 3;
  const TensorId y = m.op(depthwise, {x, kernel}, "depthwise");
  m.output("logits", m.dense(m.op(GlobalPoolOp{}, {y}, "pool"), 4, "logits"));
  EXPECT_NE(untrainable(m.graph, Loss()).find("`depthwise` is an op `depthwise_conv2d`, which has no gradient yet"),
            std::string::npos);
}

}  // namespace
}  // namespace specimen::gen
