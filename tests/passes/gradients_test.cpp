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

void check_gradients(Maker m, double label_smoothing = 0) {
  ASSERT_EQ(untrainable(m.graph), "");
  const Graph with = with_loss(m.graph, Loss{label_smoothing});
  ASSERT_EQ(verify(with), "");
  Arrays inputs = m.random(TensorKind::input, kBatchSize);
  const Arrays weights = m.random(TensorKind::weight);
  const std::int64_t classes = number(with[with.functions[0].outputs[1].tensor].shape.back());
  DenseArray labels{{kBatchSize}, {}};
  // Of each token, where the model answers for each.
  if (with[with.functions[0].outputs[1].tensor].shape.size() == 3) labels.shape = inputs.at("token_ids").shape;
  for (std::int64_t i = 0; i < elements(labels.shape); ++i)
    labels.data.push_back(static_cast<double>((2 * i + 1) % classes));
  inputs["labels"] = labels;
  inputs["random"] = DenseArray{{4}, {5, 7, 100, 0}};
  Arrays expected;
  run_passes(
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
}

TEST(Gradients, OfADenseLayer) {
  Maker m;
  const TensorId x = m.op(ReshapeOp{{24}}, {m.input("x", 2, 3, 4)}, "flatten");
  m.output("logits", m.dense(m.relu(m.dense(x, 9, "hidden"), "relu"), 5, "logits"));
  check_gradients(m);
  check_gradients(m, 0.1);
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

TEST(Gradients, OfFunctions) {
  for (Fn fn : {Fn::relu6, Fn::leaky_relu, Fn::elu, Fn::sigmoid, Fn::tanh, Fn::exponential, Fn::negate}) {
    SCOPED_TRACE(to_string(fn));
    Maker m;
    const TensorId x = m.op(ReshapeOp{{12}}, {m.input("x", 1, 3, 4)}, "flatten");
    const TensorId y = m.op(UnaryOp{fn, fn == Fn::leaky_relu ? 0.2
                                        : fn == Fn::elu      ? 0.7
                                                             : 0},
                            {m.dense(x, 9, "hidden")}, "fn");
    m.output("logits", m.dense(y, 5, "logits"));
    check_gradients(m);
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

TEST(Gradients, OfLayerNorms) {
  for (bool scale : {true, false}) {
    for (bool center : {true, false}) {
      Maker m;
      std::vector<TensorId> inputs = {m.dense(embed(m), 5, "hidden")};
      if (scale) inputs.push_back(m.weight("norm/gamma", {Dim(5)}));
      if (center) inputs.push_back(m.weight("norm/beta", {Dim(5)}));
      const TensorId x = m.op(LayerNormOp{Norm::layer, 1e-3, scale, center}, inputs, "norm");
      m.output("logits", m.dense(m.op(SequencePoolOp{false}, {x}, "mean"), 4, "logits"));
      check_gradients(m);
    }
  }
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
      const TensorId y = m.op(AttentionOp{2, causal, masked, 0.6}, inputs, "heads");
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
  m.output("y", m.op(LayerNormOp{Norm::rms, 1e-3, false, false}, {m.input("x", 2, 3, 4)}, "norm"));
  EXPECT_NE(untrainable(m.graph).find("`norm` is an op `layer_norm`, which has no gradient yet"), std::string::npos);
}

}  // namespace
}  // namespace specimen::gen
