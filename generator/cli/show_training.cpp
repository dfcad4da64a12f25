#include "cli/show_training.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/open_recipe.h"
#include "cli/say.h"
#include "cli/training.h"
#include "emit/text.h"
#include "graph/traits.h"
#include "runtime/train/optimizer.h"

namespace specimen::gen {

namespace {

// The optimizer as the training program has it, as far as its buffers go.
train::Optimizer optimizer_of(const Recipe& recipe) {
  train::Optimizer optimizer;
  for (const RecipeMember& member : recipe.members) {
    const auto number = [&] { return std::strtod(member.value.c_str(), nullptr); };
    if (member.path == "optimizer.kind") {
      for (int kind = 0; kind <= static_cast<int>(train::OptimizerKind::lars); ++kind) {
        if (member.value == train::optimizer_name(static_cast<train::OptimizerKind>(kind)))
          optimizer.kind = static_cast<train::OptimizerKind>(kind);
      }
    }
    if (member.path == "optimizer.momentum") optimizer.momentum = number();
    if (member.path == "optimizer.amsgrad") optimizer.amsgrad = member.value == "true";
    if (member.path == "optimizer.centered") optimizer.centered = member.value == "true";
    if (member.path == "optimizer.average_momentum") optimizer.average_momentum = number();
    if (member.path == "optimizer.accumulate") optimizer.accumulate = static_cast<int>(number());
  }
  return optimizer;
}

std::int64_t bytes_of_example(const Shape& shape) {
  std::int64_t bytes = 4;
  for (const Dim& dim : shape) bytes *= dim.is_constant() ? number(dim) : 1;
  return bytes;
}

// Bytes of an example by the first part of the path: what ops of the forward pass write and later ops read.
std::vector<std::pair<std::string, std::int64_t>> saved_activations(const Graph& graph) {
  const std::vector<OpId> order = graph.order(graph.functions[0]);
  const auto loss =
      std::find_if(order.begin(), order.end(), [&](OpId id) { return traits(graph[id].attributes).is_loss; });
  std::vector<std::pair<std::string, std::int64_t>> blocks;
  std::set<TensorId> read, counted;
  for (auto id = loss == order.end() ? loss : loss + 1; id != order.end(); ++id)
    for (TensorId input : graph[*id].inputs) read.insert(shown_by(graph, input));
  for (auto id = order.begin(); id != loss; ++id) {
    for (TensorId output : graph[*id].outputs) {
      const TensorId tensor = shown_by(graph, output);
      const OpId producer = graph[tensor].producer;
      if (!read.count(tensor) || !producer.valid() || !counted.insert(tensor).second) continue;
      const std::string& path = graph[producer].path;
      const std::string block = path.substr(0, path.find('/'));
      if (blocks.empty() || blocks.back().first != block) blocks.push_back({block, 0});
      blocks.back().second += bytes_of_example(graph[tensor].shape);
    }
  }
  return blocks;
}

}  // namespace

void show_training(Session& session, const std::string& name, const std::vector<std::string>& settings,
                   const std::vector<std::string>& freeze) {
  auto opened = open_recipe(session, name, settings, freeze);
  const auto finished = opened ? training_graph(session, opened->trained, opened->recipe.loss) : std::nullopt;
  const auto plan = finished ? plan_graph(session, *finished, opened->arguments) : std::nullopt;
  if (!plan) return;
  const Recipe& recipe = opened->recipe;
  std::int64_t trained = 0, all = 0, batch = 32;
  for (const PlanParameter& parameter : plan->parameters) {
    all += parameter.elements();
    if (parameter.trainable) trained += parameter.elements();
  }
  for (const RecipeMember& member : recipe.members)
    if (member.path == "batch_size") batch = std::strtoll(member.value.c_str(), nullptr, 10);
  const train::Optimizer optimizer = optimizer_of(recipe);
  const int slots = train::slots_of(optimizer);
  const auto saved = saved_activations(*finished);
  std::int64_t saved_bytes = 0;
  for (const auto& [block, bytes] : saved) saved_bytes += bytes;
  const std::int64_t arena = plan->arena_bytes_per_example * batch + plan->arena_fixed_bytes;
  const std::int64_t flops = plan->entries[0].flops;
  const std::int64_t state = 4 * (2 * all + slots * trained);
  if (session.json) {
    nlohmann::ordered_json json = {{"recipe", recipe.name},
                                   {"model", opened->model.graph.model},
                                   {"batch_size", batch},
                                   {"parameters", all},
                                   {"trainable", trained},
                                   {"optimizer", train::optimizer_name(optimizer.kind)},
                                   {"optimizer_bytes", 4 * slots * trained},
                                   {"state_bytes", state},
                                   {"saved_bytes_per_example", saved_bytes},
                                   {"arena_bytes_per_example", plan->arena_bytes_per_example},
                                   {"arena_fixed_bytes", plan->arena_fixed_bytes},
                                   {"flops_per_example", flops},
                                   {"kernels", plan->kernels.size()}};
    json["saved"] = nlohmann::ordered_json::array();
    for (const auto& [block, bytes] : saved) json["saved"].push_back({{"block", block}, {"bytes", bytes}});
    fmt::print("{}\n", json_text(json));
    return;
  }
  fmt::print("{}: {}\n\n", recipe.name, doc_text(recipe.doc));
  std::size_t widest = std::string("saved for the gradients").size();
  for (const auto& [block, bytes] : saved) widest = std::max(widest, block.size());
  fmt::print("{:<{}}  {:>16}\n", "saved for the gradients", widest, "bytes an example");
  for (const auto& [block, bytes] : saved) fmt::print("{:<{}}  {:>16}\n", printable(block), widest, grouped(bytes));
  fmt::print("\nparameters  {} ({} trained)\n", grouped(all), grouped(trained));
  fmt::print("state       {} bytes: parameters, gradients, and {} of {} ({} bytes)\n", grouped(state),
             count_of(static_cast<std::size_t>(slots), "buffer"), train::optimizer_name(optimizer.kind),
             grouped(4 * slots * trained));
  fmt::print("saved       {} bytes an example, {} of a batch of {}\n", grouped(saved_bytes),
             grouped(saved_bytes * batch), batch);
  fmt::print("arena       {} bytes an example, and {} for all: {} of a batch\n", grouped(plan->arena_bytes_per_example),
             grouped(plan->arena_fixed_bytes), grouped(arena));
  fmt::print("FLOPs       {} an example, {} a step\nkernels     {} distinct\n", grouped(flops), grouped(flops * batch),
             plan->kernels.size());
}

}  // namespace specimen::gen
