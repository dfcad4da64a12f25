// specimen show: a model's layers with shapes, parameters, FLOPs and bytes.
#include <fmt/format.h>

#include <algorithm>

#include "cli/open_recipe.h"
#include "cli/passes.h"
#include "cli/say.h"
#include "cli/show_training.h"
#include "emit/text.h"
#include "graph/costs.h"
#include "graph/shapes.h"
#include "plan/build.h"
#include "plan/structs.h"
#include "plan/text_inputs.h"

namespace specimen::gen {

namespace {

using Json = nlohmann::ordered_json;

// What a function reads, makes and costs.
Json function_json(const Graph& graph, const Function& function, const Costs& costs) {
  Json json;
  for (const Input& input : function.inputs) json["inputs"][input.name] = to_string(graph[input.tensor].shape);
  for (const Output& output : function.outputs) json["outputs"][output.name] = to_string(graph[output.tensor].shape);
  json["layers"] = Json::array();
  for (const OpCosts& row : costs.ops) {
    json["layers"].push_back({{"path", row.path},
                              {"op", row.op},
                              {"shape", row.shape},
                              {"parameters", row.parameters},
                              {"multiply_adds", row.multiply_adds},
                              {"flops", row.flops},
                              {"bytes", row.bytes}});
  }
  return json;
}

// The keys of a function are the model's own where there is one.
// Bytes of a state of one example, at its capacity.
std::int64_t bytes_of(const Plan& plan, const PlanStateTensor& state) {
  Dim elements(4);
  const bool batch = state.shape[0] == batch_symbol();
  for (std::size_t d = batch ? 1 : 0; d < state.shape.size(); ++d) elements = elements * state.shape[d];
  return elements.maximum(plan.symbol_maxima).value_or(0);
}

Json model_json(const Graph& graph, const Plan& plan, int sequence) {
  const Costs costs = costs_of(graph, graph.functions[0], sequence);
  Json json = {{"model", graph.model},
               {"doc", graph.doc},
               {"parameters", costs.parameters},
               {"trainable_parameters", costs.trainable},
               {"multiply_adds", costs.multiply_adds},
               {"flops", costs.flops},
               {"arena_bytes_per_example", plan.arena_bytes_per_example},
               {"arena_fixed_bytes", plan.arena_fixed_bytes},
               {"packed_bytes", packed_bytes(plan)}};
  for (const PlanStateTensor& state : plan.states) {
    json["states"].push_back({{"path", state.path},
                              {"shape", to_string(state.shape)},
                              {"owner", to_string(state.owner)},
                              {"bytes", bytes_of(plan, state)}});
  }
  if (graph.functions.size() == 1) {
    json.update(function_json(graph, graph.functions[0], costs));
    return json;
  }
  json.erase("multiply_adds");
  json.erase("flops");
  for (const Function& function : graph.functions) {
    const Costs of = costs_of(graph, function, sequence);
    Json row = {
        {"name", function.name}, {"doc", function.doc}, {"multiply_adds", of.multiply_adds}, {"flops", of.flops}};
    row.update(function_json(graph, function, of));
    json["functions"].push_back(std::move(row));
  }
  return json;
}

// The layers of a function, as a table.
void print_function(const Graph& graph, const Function& function, int sequence) {
  const Costs costs = costs_of(graph, function, sequence);
  std::size_t path = 5, shape = 5;
  for (const OpCosts& row : costs.ops) {
    path = std::max(path, row.path.size());
    shape = std::max(shape, row.shape.size());
  }
  if (graph.functions.size() > 1)
    fmt::print("{}{}\n\n", function.name, function.doc.empty() ? "" : ": " + doc_text(function.doc));
  fmt::print("{:<{}}  {:<16}  {:<{}}  {:>12}  {:>14}  {:>12}\n", "layer", path, "op", "shape", shape, "parameters",
             "FLOPs", "bytes");
  for (const OpCosts& row : costs.ops) {
    fmt::print("{:<{}}  {:<16}  {:<{}}  {:>12}  {:>14}  {:>12}\n", row.path, path, row.op, row.shape, shape,
               grouped(row.parameters), grouped(row.flops), grouped(row.bytes));
  }
  fmt::print("\n");
}

void show(Session& session, const ModelArguments& arguments, int sequence) {
  const auto opened = open_model(session, arguments);
  if (!opened) return;
  const Graph& graph = opened->graph;
  const std::int64_t longest = longest_sequence(graph, graph.functions[0]);
  if (!check_sequence(session, graph.model, longest, sequence)) return;
  const auto planned = plan_opened(session, *opened, arguments);
  if (!planned) return;
  if (session.json) {
    fmt::print("{}\n", json_text(model_json(graph, *planned, sequence)));
    return;
  }
  const Costs costs = costs_of(graph, graph.functions[0], sequence);
  fmt::print("{}: {}\n\n", graph.model, doc_text(graph.doc));
  for (const Function& function : graph.functions) print_function(graph, function, sequence);
  fmt::print("parameters  {} ({} trainable)\n", grouped(costs.parameters), grouped(costs.trainable));
  for (const Function& function : graph.functions) {
    fmt::print("FLOPs       {} {}{}\n", grouped(costs_of(graph, function, sequence).flops),
               each_of(sequence > 0 ? sequence : longest), graph.functions.size() > 1 ? " by " + function.name : "");
  }
  const std::int64_t fixed = planned->arena_fixed_bytes;
  const auto plain = std::count_if(planned->kernels.begin(), planned->kernels.end(),
                                   [](const PlanKernel& kernel) { return kernel.schedule.empty(); });
  fmt::print("arena       {} bytes {}{}\nkernels     {} distinct, after fusion{}\n",
             grouped(planned->arena_bytes_per_example),
             longest > 0 ? "per example, with room for the longest" : "per example",
             fixed == 0 ? "" : fmt::format(", and {} for all", grouped(fixed)), planned->kernels.size(),
             plain == 0 ? "" : fmt::format("; {} of them in plain C++, without a schedule for their weights", plain));
  std::int64_t bytes = 0;
  for (const PlanStateTensor& state : planned->states) bytes += bytes_of(*planned, state);
  if (bytes > 0) {
    fmt::print("states      {} bytes, {} of them, kept between runs; what has a batch for each example of it\n",
               grouped(bytes), planned->states.size());
  }
}

}  // namespace

void add_show(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("show", "Shows a model: layers, shapes, parameters, FLOPs, bytes");
  auto arguments = std::make_shared<ModelArguments>();
  arguments->add_to(*command);
  auto sequence = std::make_shared<int>(0);
  command->add_option("--sequence", *sequence, "Tokens of a text, in models that read texts; the longest by default")
      ->check(CLI::Range(1, 1 << 20));
  command->add_flag("--json", session.json, "As JSON");
  auto train = std::make_shared<bool>(false);
  auto freeze = std::make_shared<std::vector<std::string>>();
  command->add_flag("--train", *train, "What training takes: `model` is the name of a recipe, or its path");
  add_freeze_to(*command, freeze.get());
  add_pass_options(*command, session);
  command->footer(
      "Examples:\n  specimen show resnet50\n  specimen show resnet50 --set classes=37 --json\n  specimen show minilm "
      "--sequence 128\n  specimen show fashion_mnist --train");
  command->callback([=, &session] {
    if (*train) {
      show_training(session, arguments->model, arguments->settings, *freeze);
    } else {
      show(session, *arguments, *sequence);
    }
    session.report();
  });
}

}  // namespace specimen::gen
