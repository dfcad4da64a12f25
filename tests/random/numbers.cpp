#include "random/numbers.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "passes/passes.h"
#include "random/built_spec.h"

namespace specimen::gen {

namespace {

constexpr double kRounding = 2.5e-7;  // of an op's largest result: a few roundings of float32
constexpr double kMostRounding = 3e-5, kLargestValue = 1e4, kSmallestValue = 1e-4;

double as_float(double value) { return static_cast<double>(static_cast<float>(value)); }

std::vector<std::int64_t> extents(const Shape& shape, const Dim::Bindings& symbols) {
  std::vector<std::int64_t> list;
  for (const Dim& dim : shape) list.push_back(dim.evaluate(symbols).value_or(1));
  return list;
}

// Away from what hides mistakes: gammas are not 1, biases and means not 0, kernels keep the size of what they read.
DenseArray weight(const Tensor& tensor, Dice& dice) {
  DenseArray array{extents(tensor.shape, {}), {}};
  const std::string variable = tensor.name.substr(tensor.name.rfind('/') + 1);
  const std::int64_t count = elements(array.shape);
  double low = -0.6, high = 0.6;
  if (variable == "moving_variance") {
    low = 0.3, high = 2;
  } else if (variable == "gamma" || variable == "scale") {
    low = 0.5, high = 1.5;
  } else if (array.shape.size() > 1) {
    const bool depthwise = array.shape.size() == 4 && variable.find("depthwise") != std::string::npos;
    const std::int64_t last = depthwise || array.shape.back() == 1
                                  ? array.shape[array.shape.size() - 2] * array.shape.back()
                                  : array.shape.back();
    const bool table = variable.find("embeddings") != std::string::npos;
    high = table ? 1 : 2 / std::sqrt(static_cast<double>(std::max<std::int64_t>(1, count / last)));
    low = -high;
  }
  for (std::int64_t i = 0; i < count; ++i) array.data.push_back(as_float(dice.uniform(low, high)));
  return array;
}

// What an int32 input may hold: ids of every table that it is looked up in; 0 and 1 as a mask. Where nobody reads it,
// `otherwise`.
std::int64_t id_limit(const Graph& graph, TensorId input, std::int64_t otherwise) {
  std::int64_t limit = std::numeric_limits<std::int64_t>::max();
  for (OpId id : graph.order()) {
    const Op& op = graph[id];
    for (std::size_t i = 0; i < op.inputs.size(); ++i) {
      if (op.inputs[i] != input) continue;
      const bool lookup = std::holds_alternative<EmbeddingOp>(op.attributes);
      limit = std::min(limit, lookup ? graph[op.inputs[1]].shape[0].value() : std::int64_t{2});
    }
  }
  return limit == std::numeric_limits<std::int64_t>::max() ? otherwise : limit;
}

DenseArray input(const Tensor& tensor, const Dim::Bindings& symbols, std::int64_t limit, Dice& dice) {
  DenseArray array{extents(tensor.shape, symbols), {}};
  const double shift = dice.chance(0.25) ? -2.5 : 0;  // all of it below zero, for maxima beside padding
  const bool padded = limit == 2 && array.shape.size() == 2 && dice.chance(0.7);
  const std::int64_t count = elements(array.shape), last = array.shape.back();
  std::int64_t kept = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    if (i % last == 0) kept = dice.below(static_cast<int>(last + 1));
    if (tensor.dtype != DType::i32) {
      array.data.push_back(as_float(dice.uniform(-2, 2) + shift));
    } else {
      array.data.push_back(padded ? i % last < kept : dice.below(static_cast<int>(limit)));
    }
  }
  return array;
}

double largest(const DenseArray& array) {
  double most = 0;
  for (double v : array.data)
    most = std::isfinite(v) ? std::max(most, std::abs(v)) : std::numeric_limits<double>::infinity();
  return most;
}

// Every op's result is off by a few roundings.
Arrays evaluate_rounded(const Graph& graph, const Arrays& inputs, const Arrays& weights, Dice& dice) {
  std::vector<DenseArray> values(graph.tensors.size());
  for (std::size_t i = 0; i < graph.tensors.size(); ++i) {
    const Tensor& tensor = graph.tensors[i];
    if (tensor.kind == TensorKind::input) values[i] = inputs.at(tensor.name);
    if (tensor.kind == TensorKind::weight) values[i] = weights.at(tensor.name);
  }
  const auto run = [&](OpId id, double rounding) {
    const Op& op = graph[id];
    std::vector<const DenseArray*> in;
    for (TensorId operand : op.inputs) in.push_back(&values[static_cast<std::size_t>(operand.index)]);
    std::vector<DenseArray> out = evaluate(op.attributes, in);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double step = rounding * largest(out[i]);
      for (double& v : out[i].data) v += dice.uniform(-step, step);
      values[static_cast<std::size_t>(op.outputs[i].index)] = std::move(out[i]);
    }
  };
  for (OpId id : graph.pack) run(id, 0);  // weights in another shape
  for (OpId id : graph.order()) run(id, kRounding);
  Arrays outputs;
  for (const Output& output : graph.functions[0].outputs)
    outputs[output.name] = values[static_cast<std::size_t>(output.tensor.index)];
  return outputs;
}

}  // namespace

double difference(const DenseArray& a, const DenseArray& b) {
  if (a.shape != b.shape || a.data.size() != b.data.size()) return std::numeric_limits<double>::infinity();
  double most = 0, worst = 0;
  for (std::size_t i = 0; i < a.data.size(); ++i) {
    const double d = std::abs(a.data[i] - b.data[i]);
    if (!(d <= worst)) worst = std::isnan(d) ? std::numeric_limits<double>::infinity() : d;
    most = std::max(most, std::abs(b.data[i]));
  }
  return worst == 0 ? 0 : worst / most;
}

Numbers make_numbers(const Graph& graph, Dice& dice) {
  Numbers numbers;
  for (const Tensor& tensor : graph.tensors) {
    if (tensor.kind == TensorKind::weight) numbers.weights[tensor.name] = weight(tensor, dice);
  }
  // A batch after a smaller one and after a larger one, texts as long as may be and shorter.
  const std::int64_t batches[] = {2, 1, kMostBatch}, tokens[] = {5, kMostTokens, 1};
  for (int i = 0; i < 3; ++i) {
    RandomRun run;
    run.symbols = {{"batch", batches[i]}, {"sequence", tokens[i]}};
    for (const Input& named : graph.functions[0].inputs) {
      const Tensor& tensor = graph[named.tensor];
      std::int64_t limit = 0;
      if (tensor.dtype == DType::i32) limit = id_limit(graph, named.tensor, 30);
      run.inputs[tensor.name] = input(tensor, run.symbols, limit, dice);
    }
    Arrays all;
    run.outputs = evaluate(graph, run.inputs, numbers.weights, &all);
    for (const auto& [name, value] : all) {
      if (!(largest(value) < kLargestValue)) return numbers;
    }
    const Arrays rounded = evaluate_rounded(graph, run.inputs, numbers.weights, dice);
    for (const auto& [name, output] : run.outputs) {
      if (output.data.empty()) return numbers;
      const bool mean_of_none = largest(output) == 0;  // of a text of which nothing counts
      if (!mean_of_none && largest(output) < kSmallestValue) return numbers;
      numbers.rounding = std::max(numbers.rounding, difference(rounded.at(name), output));
    }
    numbers.runs.push_back(std::move(run));
  }
  const Graph alive = drop_dead(graph);
  for (const Input& named : alive.functions[0].inputs) {
    if (alive[named.tensor].dtype != DType::i32) continue;
    if (const std::int64_t limit = id_limit(alive, named.tensor, 0); limit > 0) numbers.id_limits[named.name] = limit;
  }
  numbers.usable = numbers.rounding < kMostRounding;
  return numbers;
}

}  // namespace specimen::gen
