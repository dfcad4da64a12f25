// specimen show: a model's layers with shapes, parameters, FLOPs and bytes.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/session.h"
#include "graph/shapes.h"
#include "passes/passes.h"
#include "plan/build.h"

namespace specimen::gen {

namespace {

struct Row {
  std::string path, op, shape;
  std::int64_t parameters = 0, multiply_adds = 0, flops = 0, bytes = 0;
};

// Of convolutions and dense layers, as papers count them.
std::int64_t op_multiply_adds(const Graph& graph, const Op& op) {
  const std::int64_t out = image_elements(graph[op.outputs[0]].shape);
  if (const auto* conv = std::get_if<Conv2DOp>(&op.attributes)) {
    return out * conv->window.height * conv->window.width * number(graph[op.inputs[0]].shape[3]) / conv->groups;
  }
  if (const auto* depthwise = std::get_if<DepthwiseConv2DOp>(&op.attributes))
    return out * depthwise->window.height * depthwise->window.width;
  if (std::holds_alternative<DenseOp>(op.attributes)) return out * number(graph[op.inputs[0]].shape[1]);
  return 0;
}

// Two for each multiply-add, one for each other operation on an element.
std::int64_t op_flops(const Graph& graph, const Op& op) {
  const std::int64_t out = image_elements(graph[op.outputs[0]].shape);
  std::int64_t flops = 2 * op_multiply_adds(graph, op);
  if (const auto* pool = std::get_if<Pool2DOp>(&op.attributes)) {
    flops = out * pool->window.height * pool->window.width;
  } else if (std::holds_alternative<GlobalPoolOp>(op.attributes)) {
    flops = image_elements(graph[op.inputs[0]].shape);
  } else if (std::holds_alternative<BatchNormOp>(op.attributes)) {
    flops = 2 * out;
  } else if (std::holds_alternative<UnaryOp>(op.attributes) || std::holds_alternative<BinaryOp>(op.attributes)) {
    flops = out;
  } else if (std::holds_alternative<SoftmaxOp>(op.attributes)) {
    flops = 3 * out;
  }
  if (const Chain* chain = chain_of(op.attributes)) flops += out * static_cast<std::int64_t>(chain->steps.size());
  return flops;
}

std::vector<Row> rows_of(const Graph& graph) {
  std::vector<Row> rows;
  std::vector<bool> counted(graph.tensors.size(), false);
  for (OpId id : graph.order()) {
    const Op& op = graph[id];
    Row row{op.path, op_name(op.attributes), to_string(graph[op.outputs[0]].shape)};
    for (TensorId input : op.inputs) {
      std::int64_t elements = 1;
      for (const Dim& dim : graph[input].shape) elements *= number(dim);
      if (graph[input].kind != TensorKind::weight) {
        row.bytes += 4 * image_elements(graph[input].shape);
      } else {
        row.bytes += 4 * elements;
        if (!counted[input.index]) row.parameters += elements;
        counted[input.index] = true;
      }
    }
    for (TensorId output : op.outputs) row.bytes += 4 * image_elements(graph[output].shape);
    row.multiply_adds = op_multiply_adds(graph, op);
    row.flops = op_flops(graph, op);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string grouped(std::int64_t n) {
  std::string digits = std::to_string(n), text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

void show(Session& session, const ModelArguments& arguments) {
  const auto opened = open_model(session, arguments);
  if (!session.report() || !opened) return;
  const Graph& graph = opened->graph;
  const std::vector<Row> rows = rows_of(graph);
  std::int64_t trainable = 0, total = 0, multiply_adds = 0, flops = 0;
  for (const Tensor& tensor : graph.tensors) {
    if (tensor.kind != TensorKind::weight) continue;
    std::int64_t elements = 1;
    for (const Dim& dim : tensor.shape) elements *= number(dim);
    total += elements;
    if (tensor.trainable) trainable += elements;
  }
  for (const Row& row : rows) multiply_adds += row.multiply_adds, flops += row.flops;
  const auto planned = plan_graph(session, run_passes(graph), arguments);
  if (!session.report() || !planned) return;
  const Plan& plan = *planned;
  if (session.json) {
    nlohmann::ordered_json json = {{"model", graph.model},
                                   {"doc", graph.doc},
                                   {"parameters", total},
                                   {"trainable_parameters", trainable},
                                   {"multiply_adds", multiply_adds},
                                   {"flops", flops},
                                   {"arena_bytes_per_image", plan.arena_bytes_per_image}};
    for (const Input& input : graph.function.inputs) json["inputs"][input.name] = to_string(graph[input.tensor].shape);
    for (const Output& output : graph.function.outputs)
      json["outputs"][output.name] = to_string(graph[output.tensor].shape);
    json["layers"] = nlohmann::ordered_json::array();
    for (const Row& row : rows) {
      json["layers"].push_back({{"path", row.path},
                                {"op", row.op},
                                {"shape", row.shape},
                                {"parameters", row.parameters},
                                {"multiply_adds", row.multiply_adds},
                                {"flops", row.flops},
                                {"bytes", row.bytes}});
    }
    fmt::print("{}\n", json.dump(1));
    return;
  }
  std::size_t path = 5, shape = 5;
  for (const Row& row : rows) {
    path = std::max(path, row.path.size());
    shape = std::max(shape, row.shape.size());
  }
  fmt::print("{}: {}\n\n{:<{}}  {:<16}  {:<{}}  {:>12}  {:>14}  {:>12}\n", graph.model, graph.doc, "layer", path, "op",
             "shape", shape, "parameters", "FLOPs", "bytes");
  for (const Row& row : rows) {
    fmt::print("{:<{}}  {:<16}  {:<{}}  {:>12}  {:>14}  {:>12}\n", row.path, path, row.op, row.shape, shape,
               grouped(row.parameters), grouped(row.flops), grouped(row.bytes));
  }
  fmt::print(
      "\nparameters  {} ({} trainable)\nFLOPs       {} an image\narena       {} bytes an image\nkernels     {} "
      "distinct, after fusion\n",
      grouped(total), grouped(trainable), grouped(flops), grouped(plan.arena_bytes_per_image), plan.kernels.size());
}

}  // namespace

void add_show(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("show", "Shows a model: layers, shapes, parameters, FLOPs, bytes");
  auto arguments = std::make_shared<ModelArguments>();
  arguments->add_to(*command);
  command->add_flag("--json", session.json, "As JSON");
  command->footer("Examples:\n  specimen show resnet50\n  specimen show resnet50 --set classes=37 --json");
  command->callback([arguments, &session] { show(session, *arguments); });
}

}  // namespace specimen::gen
