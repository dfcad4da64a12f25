// Small graphs made by hand, with random weights and inputs, for tests of graph, passes and plan.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "graph/evaluate/evaluate.h"
#include "graph/graph.h"
#include "graph/shapes.h"

namespace specimen::gen {

class Maker {
 public:
  explicit Maker(std::uint32_t seed = 1) : random_(seed) {
    Region region;
    region.kind = RegionKind::function;
    graph.regions.push_back(region);
    graph.functions.push_back({"forward", RegionId(0), {}, {}, ""});
    graph.model = "made";
    graph.symbol_maxima["batch"] = 8;
    stack_ = {RegionId(0)};
  }

  Graph graph;

  TensorId input(const std::string& name, int height, int width, int channels) {
    Tensor tensor;
    tensor.name = name;
    tensor.shape = {Dim::symbol("batch"), Dim(height), Dim(width), Dim(channels)};
    tensor.kind = TensorKind::input;
    const TensorId id = graph.add_tensor(tensor);
    graph.functions[0].inputs.push_back({name, id, {}});
    return id;
  }

  TensorId tokens(const std::string& name) {
    Tensor tensor;
    tensor.name = name;
    tensor.shape = {Dim::symbol("batch"), Dim::symbol("sequence")};
    tensor.kind = TensorKind::input;
    tensor.dtype = DType::i32;
    const TensorId id = graph.add_tensor(tensor);
    graph.functions[0].inputs.push_back({name, id, {}});
    return id;
  }

  void enter(const std::string& path, const std::string& block, RegionKind kind = RegionKind::block) {
    Region region;
    region.kind = kind;
    region.path = path;
    region.block = block;
    region.parent = stack_.back();
    const RegionId id(static_cast<int>(graph.regions.size()));
    graph.regions.push_back(region);
    graph[stack_.back()].items.push_back({{}, id});
    stack_.push_back(id);
  }
  void leave() { stack_.pop_back(); }

  TensorId op(Attributes attributes, std::vector<TensorId> inputs, const std::string& path) {
    const OpId id = graph.add_op(std::move(attributes), std::move(inputs), 1, path);
    graph[id].region = stack_.back();
    graph[stack_.back()].items.push_back({id, {}});
    return graph[id].outputs[0];
  }

  TensorId weight(const std::string& name, Shape shape) {
    Tensor tensor;
    tensor.name = name;
    tensor.shape = std::move(shape);
    tensor.kind = TensorKind::weight;
    return graph.add_tensor(tensor);
  }

  int channels(TensorId x) const { return static_cast<int>(number(graph[x].shape.back())); }

  TensorId conv(TensorId x, int filters, int size, int stride, const std::string& path, bool bias = false) {
    Conv2DOp op;
    op.filters = filters;
    op.window = {size, size, stride, stride, 1, 1, {size / 2, size / 2, size / 2, size / 2}};
    const TensorId kernel = weight(path + "/kernel", {Dim(size), Dim(size), Dim(channels(x)), Dim(filters)});
    const TensorId y = this->op(op, {x, kernel}, path);
    return bias ? this->bias(y, path) : y;
  }

  // A value a channel is added, by another op of the same layer.
  TensorId bias(TensorId x, const std::string& path) {
    return op(BinaryOp{Fn::add}, {x, weight(path + "/bias", {Dim(channels(x))})}, path);
  }

  TensorId depthwise(TensorId x, int size, int stride, const std::string& path) {
    DepthwiseConv2DOp op;
    op.window = {size, size, stride, stride, 1, 1, {size / 2, size / 2, size / 2, size / 2}};
    return this->op(op, {x, weight(path + "/kernel", {Dim(size), Dim(size), Dim(channels(x)), Dim(1)})}, path);
  }

  TensorId norm(TensorId x, const std::string& path) {
    const Shape shape = {Dim(channels(x))};
    BatchNormOp op;
    const TensorId gamma = weight(path + "/gamma", shape), beta = weight(path + "/beta", shape);
    const TensorId mean = weight(path + "/moving_mean", shape), variance = weight(path + "/moving_variance", shape);
    graph[mean].trainable = graph[variance].trainable = false;
    return this->op(op, {x, gamma, beta, mean, variance}, path);
  }

  TensorId dense(TensorId x, int units, const std::string& path) {
    DenseOp op;
    op.units = units;
    return bias(this->op(op, {x, weight(path + "/kernel", {Dim(channels(x)), Dim(units)})}, path), path);
  }

  TensorId layer_norm(TensorId x, const std::string& path) {
    const Shape shape = {Dim(channels(x))};
    return op(LayerNormOp{Norm::layer, 1e-6, true, true},
              {x, weight(path + "/gamma", shape), weight(path + "/beta", shape)}, path);
  }

  TensorId relu(TensorId x, const std::string& path) { return op(UnaryOp{Fn::relu}, {x}, path); }
  TensorId add(TensorId a, TensorId b, const std::string& path) { return op(BinaryOp{Fn::add}, {a, b}, path); }
  void output(const std::string& name, TensorId id) { graph.functions[0].outputs.push_back({name, id, {}}); }

  // Random numbers for every tensor of a kind; variances are positive, ids and masks 0 or 1.
  std::map<std::string, DenseArray> random(TensorKind kind, std::int64_t batch = 2, std::int64_t sequence = 5) {
    std::map<std::string, DenseArray> result;
    std::uniform_real_distribution<double> uniform(-1, 1);
    for (const Tensor& tensor : graph.tensors) {
      if (tensor.kind != kind) continue;
      DenseArray array;
      for (const Dim& dim : tensor.shape)
        array.shape.push_back(dim.is_constant() ? dim.value() : dim == Dim::symbol("sequence") ? sequence : batch);
      const bool variance = tensor.name.find("variance") != std::string::npos;
      for (std::int64_t i = 0; i < elements(array.shape); ++i) {
        const double value = uniform(random_);
        array.data.push_back(tensor.dtype == DType::i32 ? value > 0 : variance ? 1 + value / 2 : value);
      }
      result[tensor.name] = array;
    }
    return result;
  }

 private:
  std::mt19937 random_;
  std::vector<RegionId> stack_;
};

// A residual block: two convolutions with batch norms around a shortcut.
inline TensorId residual_block(Maker& m, TensorId x, int filters, int stride, const std::string& path) {
  m.enter(path, "basic");
  TensorId shortcut = x;
  if (stride != 1 || m.channels(x) != filters)
    shortcut = m.norm(m.conv(x, filters, 1, stride, path + "/shortcut"), path + "/shortcut_bn");
  TensorId y = m.relu(m.norm(m.conv(x, filters, 3, stride, path + "/conv1"), path + "/bn1"), path + "/relu1");
  y = m.norm(m.conv(y, filters, 3, 1, path + "/conv2"), path + "/bn2");
  y = m.relu(m.add(y, shortcut, path + "/add"), path + "/relu2");
  m.leave();
  return y;
}

// Pre-activation: the sum goes on as it is and through a batch norm and relu of the next block.
inline TensorId preactivation_block(Maker& m, TensorId x, int filters, const std::string& path) {
  m.enter(path, "preactivation");
  const TensorId p = m.relu(m.norm(x, path + "/bn0"), path + "/relu0");
  TensorId y = m.relu(m.norm(m.conv(p, filters, 3, 1, path + "/conv1"), path + "/bn1"), path + "/relu1");
  y = m.conv(y, filters, 3, 1, path + "/conv2");
  y = m.add(y, m.channels(x) == filters ? x : m.conv(p, filters, 1, 1, path + "/shortcut"), path + "/add");
  m.leave();
  return y;
}

// A small network with most of what passes touch.
inline Maker sample_network(int size = 12, int blocks = 3, bool preactivation = false) {
  Maker m;
  TensorId x = m.input("image", size, size, 3);
  x = m.relu(m.norm(m.conv(x, 8, 3, 1, "stem"), "stem_bn"), "stem_relu");
  Pool2DOp pool;
  pool.window = {3, 3, 2, 2, 1, 1, {0, 1, 0, 1}};
  x = m.op(pool, {x}, "pool");
  for (int i = 0; i < blocks; ++i) {
    const std::string path = "stage1/block" + std::to_string(i + 1);
    x = preactivation ? preactivation_block(m, x, 16, path) : residual_block(m, x, 16, i == 0 ? 2 : 1, path);
  }
  if (preactivation) x = m.relu(m.norm(x, "final_bn"), "final_relu");
  x = m.op(GlobalPoolOp{}, {x}, "avg_pool");
  const TensorId logits = m.dense(x, 10, "logits");
  m.output("logits", logits);
  m.output("probabilities", m.op(SoftmaxOp{}, {logits}, "probabilities"));
  return m;
}

// Self-attention and a feed-forward, normalised after each sum.
inline TensorId encoder_block(Maker& m, TensorId x, TensorId mask, const std::string& path) {
  m.enter(path, "encoder");
  const int features = m.channels(x);
  const TensorId query = m.dense(x, features, path + "/query"), key = m.dense(x, features, path + "/key");
  const TensorId value = m.dense(x, features, path + "/value");
  AttentionOp attention{2, false, true, 0.5};
  const TensorId heads = m.op(attention, {query, key, value, mask}, path + "/heads");
  x = m.layer_norm(m.add(x, m.dense(heads, features, path + "/output"), path + "/add1"), path + "/norm1");
  TensorId y = m.op(UnaryOp{Fn::gelu}, {m.dense(x, 2 * features, path + "/inner")}, path + "/gelu");
  y = m.layer_norm(m.add(x, m.dense(y, features, path + "/outer"), path + "/add2"), path + "/norm2");
  m.leave();
  return y;
}

// A small encoder over ids, with a pooled and a tied output.
inline Maker sample_encoder(int blocks = 3, int longest = 16) {
  Maker m;
  m.graph.symbol_maxima["sequence"] = longest;
  const TensorId ids = m.tokens("token_ids"), segments = m.tokens("segment_ids"), mask = m.tokens("padding_mask");
  const TensorId table = m.weight("token/embeddings", {Dim(20), Dim(8)});
  TensorId x = m.op(EmbeddingOp{}, {ids, table}, "token");
  const TensorId places =
      m.op(PositionEmbeddingOp{}, {x, m.weight("position/position_embeddings", {Dim(longest), Dim(8)})}, "position");
  x = m.add(x, places, "add_position");
  x = m.add(x, m.op(EmbeddingOp{}, {segments, m.weight("segment/embeddings", {Dim(2), Dim(8)})}, "segment"),
            "add_segment");
  x = m.layer_norm(x, "norm");
  for (int i = 0; i < blocks; ++i) x = encoder_block(m, x, mask, "block" + std::to_string(i + 1));
  m.output("tokens", x);
  TensorId mean = m.op(SequencePoolOp{true}, {x, mask}, "mean");
  m.output("unit", m.op(LayerNormOp{Norm::unit, 1e-12, false, false}, {mean}, "unit"));
  DenseOp tied;
  tied.units = 20;
  tied.transposed = true;
  m.output("logits", m.op(tied, {m.op(SelectTokenOp{0}, {x}, "first"), table}, "logits"));
  return m;
}

}  // namespace specimen::gen
