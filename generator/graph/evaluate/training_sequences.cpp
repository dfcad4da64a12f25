// The ops of training of sequences.
#include <cmath>
#include <limits>

#include "graph/evaluate/norm.h"
#include "graph/evaluate/random.h"
#include "graph/evaluate/training.h"

namespace specimen::gen {

std::vector<DenseArray> run(const LayerNormBackwardSumsOp& op, const Inputs& in) {
  const DenseArray &x = *in[0], &gradient = *in[1];
  const Normalized normalized = normalize(x, op.norm, op.epsilon);
  DenseArray gamma = zeros({x.shape.back()}), beta = gamma;
  for (std::size_t i = 0; i < x.data.size(); ++i) {
    gamma.data[i % gamma.data.size()] += gradient.data[i] * normalized.normal.data[i];
    beta.data[i % gamma.data.size()] += gradient.data[i];
  }
  return {gamma, beta};
}

std::vector<DenseArray> run(const LayerNormBackwardDataOp& op, const Inputs& in) {
  const DenseArray &x = *in[0], &gradient = *in[1];
  const auto [normal, factor, share] = normalize(x, op.norm, op.epsilon);
  DenseArray dx = x;
  const std::size_t n = static_cast<std::size_t>(x.shape.back());
  for (std::size_t row = 0; row < x.data.size(); row += n) {
    const auto scaled = [&](std::size_t i) { return gradient.data[row + i] * (op.scale ? in[2]->data[i] : 1); };
    double sum = 0, products = 0;
    for (std::size_t i = 0; i < n; ++i) {
      sum += op.norm == Norm::layer ? scaled(i) / static_cast<double>(n) : 0;
      products += scaled(i) * normal.data[row + i] * share[row / n];
    }
    for (std::size_t i = 0; i < n; ++i)
      dx.data[row + i] = factor[row / n] * (scaled(i) - sum - normal.data[row + i] * products);
  }
  return {dx};
}

std::vector<DenseArray> run(const EmbeddingBackwardOp& op, const Inputs& in) {
  const DenseArray &ids = *in[0], &gradient = *in[1];
  const std::int64_t features = gradient.shape.back();
  DenseArray table = zeros({op.vocabulary, features});
  for (std::size_t i = 0; i < ids.data.size(); ++i) {
    const std::int64_t first = static_cast<std::int64_t>(ids.data[i]) * features, from = static_cast<std::int64_t>(i);
    for (std::int64_t c = 0; c < features; ++c) table.data.at(first + c) += gradient.data[from * features + c];
  }
  return {table};
}

std::vector<DenseArray> run(const PositionEmbeddingBackwardOp& op, const Inputs& in) {
  const DenseArray& gradient = *in[0];
  DenseArray table = zeros({op.positions, gradient.shape[2]});
  const std::size_t one = static_cast<std::size_t>(gradient.shape[1] * gradient.shape[2]);
  for (std::size_t i = 0; i < gradient.data.size(); ++i) table.data.at(i % one) += gradient.data[i];
  return {table};
}

std::vector<DenseArray> run(const AttentionBackwardOp& backward, const Inputs& in) {
  const AttentionOp& op = backward.layer;
  const DenseArray &query = *in[0], &key = *in[1], &value = *in[2], &gradient = *in[3];
  const std::int64_t batch = query.shape[0], tokens = query.shape[1], features = query.shape[2];
  const std::int64_t size = features / op.heads;
  DenseArray dq = zeros(query.shape), dk = dq, dv = dq;
  std::vector<double> weight(tokens), change(tokens), kept(tokens);
  for (std::int64_t b = 0; b < batch; ++b) {
    for (std::int64_t h = 0; h < op.heads; ++h) {
      const auto at = [&](std::int64_t token) { return (b * tokens + token) * features + h * size; };
      const auto dot = [&](const DenseArray& x, std::int64_t i, const DenseArray& y, std::int64_t j) {
        double sum = 0;
        for (std::int64_t c = 0; c < size; ++c) sum += x.data[at(i) + c] * y.data[at(j) + c];
        return sum;
      };
      for (std::int64_t i = 0; i < tokens; ++i) {
        double most = -std::numeric_limits<double>::infinity(), sum = 0, mean = 0;
        for (std::int64_t j = 0; j < tokens; ++j) {
          const bool seen = (!op.causal || j <= i) && (!op.masked || in[4]->data[b * tokens + j] != 0);
          weight[j] = seen ? op.scale * dot(query, i, key, j) : -std::numeric_limits<double>::infinity();
          most = std::max(most, weight[j]);
        }
        if (std::isinf(most)) continue;  // no key is seen: zeros
        for (double& w : weight) sum += w = std::exp(w - most);
        for (std::int64_t j = 0; j < tokens; ++j) {
          weight[j] /= sum;
          kept[j] = dropout_factor(op, *in.back(), b, h, i, j);
          change[j] = weight[j] > 0 ? kept[j] * dot(gradient, i, value, j) : 0;
          mean += weight[j] * change[j];
        }
        for (std::int64_t j = 0; j < tokens; ++j) {
          const double of_score = op.scale * weight[j] * (change[j] - mean);
          for (std::int64_t c = 0; c < size; ++c) {
            dq.data[at(i) + c] += of_score * key.data[at(j) + c];
            dk.data[at(j) + c] += of_score * query.data[at(i) + c];
            dv.data[at(j) + c] += kept[j] * weight[j] * gradient.data[at(i) + c];
          }
        }
      }
    }
  }
  return {dq, dk, dv};
}

std::vector<DenseArray> run(const SequencePoolBackwardOp& op, const Inputs& in) {
  const DenseArray& gradient = *in[1];
  DenseArray dx = zeros(in[0]->shape);
  const std::int64_t tokens = dx.shape[1], features = dx.shape[2];
  for (std::int64_t b = 0; b < dx.shape[0]; ++b) {
    const auto keeps = [&](std::int64_t i) { return !op.masked || in[2]->data[b * tokens + i] != 0; };
    double kept = 0;
    for (std::int64_t i = 0; i < tokens; ++i) kept += keeps(i);
    for (std::int64_t i = 0; i < tokens; ++i) {
      for (std::int64_t c = 0; keeps(i) && c < features; ++c)
        dx.data[(b * tokens + i) * features + c] = gradient.data[b * features + c] / kept;
    }
  }
  return {dx};
}

std::vector<DenseArray> run(const SelectTokenBackwardOp& op, const Inputs& in) {
  DenseArray dx = zeros(in[0]->shape);
  const std::int64_t tokens = dx.shape[1], features = dx.shape[2];
  for (std::int64_t b = 0; b < dx.shape[0]; ++b)
    std::copy_n(in[1]->data.begin() + b * features, features, dx.data.begin() + (b * tokens + op.index) * features);
  return {dx};
}

}  // namespace specimen::gen
