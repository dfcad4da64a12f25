#include "passes/loss.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include "passes/gradients.h"

namespace specimen::gen {

namespace {

constexpr std::int64_t kMostExamples = 65536;  // of a batch

TensorId add_input(Graph& graph, Function& function, const std::string& name, Shape shape) {
  Tensor tensor;
  tensor.name = name;
  tensor.kind = TensorKind::input;
  tensor.dtype = DType::i32;
  tensor.shape = std::move(shape);
  const TensorId id = graph.add_tensor(std::move(tensor));
  function.inputs.push_back({name, id, {}});
  return id;
}

OpId append(Graph& graph, RegionId region, Attributes attributes, std::vector<TensorId> inputs, int outputs,
            std::string path) {
  const OpId id = graph.add_op(std::move(attributes), std::move(inputs), outputs, std::move(path));
  graph[id].region = region;
  graph[region].items.push_back({id, {}});
  return id;
}

// What a softmax at the end of the model is applied to.
TensorId logits_of(const Graph& graph, TensorId output) {
  const OpId producer = graph[output].producer;
  const bool softmax = producer.valid() && std::holds_alternative<SoftmaxOp>(graph[producer].attributes);
  return softmax ? graph[producer].inputs[0] : output;
}

}  // namespace

Graph with_loss(const Graph& graph, const Loss& loss) {
  Graph out = graph;
  // Memory is that of the batch which a context is made for: nothing depends on the most that there may be.
  out.symbol_maxima["batch"] = std::max(out.symbol_maxima["batch"], kMostExamples);
  Function& function = out.functions[0];
  function.name = "loss_and_gradients";
  const TensorId logits = logits_of(out, function.outputs[0].tensor);
  Shape rows = out[logits].shape;
  rows.pop_back();
  const TensorId labels = add_input(out, function, "labels", rows);
  const OpId entropy =
      append(out, function.region, CrossEntropyOp{loss.label_smoothing}, {logits, labels}, 2, "loss/cross_entropy");
  ReduceOp mean{Reduction::mean, {}, false};
  const std::size_t dimensions = out[out[entropy].outputs[0]].shape.size();
  for (std::size_t axis = 0; axis < dimensions; ++axis) mean.axes.push_back(static_cast<int>(axis));
  const OpId total = append(out, function.region, mean, {out[entropy].outputs[0]}, 1, "loss");
  function.outputs.insert(function.outputs.begin(), Output{"loss", out[total].outputs[0], {}});
  return out;
}

std::string untrainable(const Graph& graph) {
  if (graph.functions.size() != 1) return "it has several functions";
  for (const Tensor& tensor : graph.tensors) {
    if (tensor.kind == TensorKind::state) return fmt::format("it has the state `{}`", tensor.name);
  }
  const TensorId logits = logits_of(graph, graph.functions[0].outputs[0].tensor);
  // What other outputs are made of has no part in the loss.
  std::vector<TensorId> work = {logits};
  std::set<OpId> seen;
  while (!work.empty()) {
    const OpId id = graph[work.back()].producer;
    work.pop_back();
    if (!id.valid() || !seen.insert(id).second) continue;
    const Op& op = graph[id];
    if (!has_gradient(graph, op))
      return fmt::format("`{}` is an op `{}`, which has no gradient yet", op.path, op_name(op.attributes));
    work.insert(work.end(), op.inputs.begin(), op.inputs.end());
  }
  if (graph[logits].shape.size() < 2) return "its first output is not logits of classes";
  return "";
}

}  // namespace specimen::gen
