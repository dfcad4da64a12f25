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

TensorId add_input(Graph& graph, Function& function, const std::string& name, DType dtype, Shape shape) {
  Tensor tensor;
  tensor.name = name;
  tensor.kind = TensorKind::input;
  tensor.dtype = dtype;
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

// What the model ends in.
LossLink end_of(const Graph& graph, TensorId output) {
  const OpId producer = graph[output].producer;
  if (!producer.valid()) return LossLink::none;
  if (std::holds_alternative<SoftmaxOp>(graph[producer].attributes)) return LossLink::softmax;
  const auto* unary = std::get_if<UnaryOp>(&graph[producer].attributes);
  return unary && unary->fn == Fn::sigmoid ? LossLink::sigmoid : LossLink::none;
}

const char* text(LossLink link) { return link == LossLink::softmax ? "softmax" : "sigmoid"; }

// What the loss reads: of a loss of probabilities, the logits that they are made of.
TensorId read_by(const LossInfo& loss, const Graph& graph) {
  const TensorId output = graph.functions[0].outputs[0].tensor;
  const bool linked = loss.link != LossLink::none && loss.link == end_of(graph, output);
  return linked ? graph[graph[output].producer].inputs[0] : output;
}

LossFn fn_of(LossKind kind) {
  switch (kind) {
    case LossKind::sparse_categorical_crossentropy:
    case LossKind::categorical_crossentropy:
      return LossFn::categorical_crossentropy;
    case LossKind::binary_crossentropy:
      return LossFn::binary_crossentropy;
    case LossKind::mean_squared_error:
      return LossFn::mean_squared_error;
    case LossKind::mean_absolute_error:
      return LossFn::mean_absolute_error;
    case LossKind::huber:
      return LossFn::huber;
    case LossKind::categorical_focal_crossentropy:
      return LossFn::categorical_focal_crossentropy;
    case LossKind::binary_focal_crossentropy:
      return LossFn::binary_focal_crossentropy;
  }
  return LossFn::mean_squared_error;
}

Attributes attributes_of(const Loss& loss) {
  if (info(loss.kind).labels) return CrossEntropyOp{loss.label_smoothing};
  return TargetLossOp{fn_of(loss.kind), loss.label_smoothing, loss.delta,
                      loss.alpha,       loss.gamma,           loss.apply_class_balancing};
}

// Why the loss cannot read the model's output; empty: it can.
std::string unreadable(const Graph& graph, const Loss& loss) {
  const LossInfo& of = info(loss.kind);
  const TensorId output = graph.functions[0].outputs[0].tensor;
  const Shape& shape = graph[output].shape;
  const LossLink end = end_of(graph, output);
  const std::string& name = graph.functions[0].outputs[0].name;
  if (shape.size() < 2 || !shape.back().is_constant()) return fmt::format("its output `{}` has no classes", name);
  if (of.link == LossLink::softmax && number(shape.back()) < 2)
    return fmt::format("{} needs two classes or more, and `{}` has one", of.name, name);
  if (of.link == LossLink::none) return "";
  if (end != LossLink::none && end != of.link)
    return fmt::format("{} reads logits or a {}, and `{}` is a {}", of.name, text(of.link), name, text(end));
  if (loss.from_logits && *loss.from_logits != (end == LossLink::none)) {
    return *loss.from_logits ? fmt::format("from_logits is true, and `{}` is a {}", name, text(end))
                             : fmt::format("from_logits is false, and `{}` is not a {}", name, text(of.link));
  }
  return "";
}

}  // namespace

Graph with_loss(const Graph& graph, const Loss& loss) {
  Graph out = graph;
  // Memory is that of the batch which a context is made for: nothing depends on the most that there may be.
  out.symbol_maxima["batch"] = std::max(out.symbol_maxima["batch"], kMostExamples);
  Function& function = out.functions[0];
  function.name = "loss_and_gradients";
  const LossInfo& of = info(loss.kind);
  const TensorId values = read_by(of, out);
  Shape shape = out[values].shape, rows = shape;
  rows.pop_back();
  std::vector<TensorId> inputs = {values};
  inputs.push_back(of.labels ? add_input(out, function, "labels", DType::i32, rows)
                             : add_input(out, function, "labels", DType::f32, std::move(shape)));
  if (loss.weighted) inputs.push_back(add_input(out, function, "weights", DType::f32, rows));
  Attributes attributes = attributes_of(loss);
  const std::string path = std::string("loss/") + op_name(attributes);
  const OpId entropy = append(out, function.region, std::move(attributes), std::move(inputs), 2, path);
  ReduceOp mean{Reduction::mean, {}, false};
  const std::size_t dimensions = out[out[entropy].outputs[0]].shape.size();
  for (std::size_t axis = 0; axis < dimensions; ++axis) mean.axes.push_back(static_cast<int>(axis));
  const OpId total = append(out, function.region, mean, {out[entropy].outputs[0]}, 1, "loss");
  function.outputs.insert(function.outputs.begin(), Output{"loss", out[total].outputs[0], {}});
  return out;
}

std::string untrainable(const Graph& graph, const Loss& loss) {
  if (graph.functions.size() != 1) return "it has several functions";
  for (const Tensor& tensor : graph.tensors) {
    if (tensor.kind == TensorKind::state) return fmt::format("it has the state `{}`", tensor.name);
  }
  if (std::string why = unreadable(graph, loss); !why.empty()) return why;
  // What other outputs are made of has no part in the loss, and what is before all that is trained needs no gradient.
  std::vector<bool> trained(graph.tensors.size(), false);
  for (std::size_t i = 0; i < trained.size(); ++i)
    trained[i] = graph.tensors[i].kind == TensorKind::weight && graph.tensors[i].trainable;
  for (OpId id : graph.order(graph.functions[0])) {
    const bool reached = std::any_of(graph[id].inputs.begin(), graph[id].inputs.end(),
                                     [&](TensorId input) { return trained[input.index]; });
    for (TensorId output : graph[id].outputs) trained[output.index] = reached;
  }
  std::vector<TensorId> work = {read_by(info(loss.kind), graph)};
  std::set<OpId> seen;
  const bool any = trained[work[0].index];
  while (!work.empty()) {
    const TensorId tensor = work.back();
    work.pop_back();
    const OpId id = trained[tensor.index] || !any ? graph[tensor].producer : OpId();
    if (!id.valid() || !seen.insert(id).second) continue;
    const Op& op = graph[id];
    if (!has_gradient(graph, op))
      return fmt::format("`{}` is an op `{}`, which has no gradient yet", op.path, op_name(op.attributes));
    work.insert(work.end(), op.inputs.begin(), op.inputs.end());
  }
  return any ? "" : "nothing that its first output is made of is trained";
}

bool ends_in_logits(const Graph& graph) {
  return end_of(graph, graph.functions[0].outputs[0].tensor) == LossLink::none;
}

}  // namespace specimen::gen
