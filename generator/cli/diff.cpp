// specimen diff: what is different between two models, what it costs, and which weights still fit.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/compare.h"
#include "cli/passes.h"
#include "emit/text.h"
#include "graph/costs.h"
#include "import/origins.h"

namespace specimen::gen {

namespace {

using Json = nlohmann::ordered_json;
using Paths = std::vector<std::pair<std::string, std::string>>;

// One of the two models.
struct Side {
  Graph graph;
  const ModelSpec* spec = nullptr;
  std::optional<Origins> origins;  // of its weights
  std::vector<Costs> costs;        // of each function
  std::int64_t arena = 0;
  std::vector<std::string> kernels;  // symbols, sorted
};

std::optional<Side> side(Session& session, const std::string& model) {
  ModelArguments arguments;
  arguments.model = model;
  auto opened = open_model(session, arguments);
  const auto plan = opened ? plan_opened(session, *opened, arguments) : std::nullopt;
  if (!plan) return std::nullopt;
  Side result;
  result.spec = opened->choice.model;
  result.origins =
      Origins::of(session.library(), opened->choice, opened->graph, opened->expansion, session.diagnostics);
  if (!result.origins) return std::nullopt;
  for (const Function& function : opened->graph.functions) result.costs.push_back(costs_of(opened->graph, function));
  result.graph = std::move(opened->graph);
  result.arena = plan->arena_bytes_per_example;
  for (const PlanKernel& kernel : plan->kernels) result.kernels.push_back(kernel.symbol);
  return result;
}

std::int64_t flops_of(const Side& side) {
  std::int64_t flops = 0;
  for (const Costs& costs : side.costs) flops += costs.flops;
  return flops;
}

std::vector<std::string> without(const std::vector<std::string>& list, const std::vector<std::string>& other) {
  std::vector<std::string> result;
  std::set_difference(list.begin(), list.end(), other.begin(), other.end(), std::back_inserter(result));
  return result;
}

std::string change(std::int64_t from, std::int64_t to) {
  if (from == to) return grouped(from);
  const double percent = from ? 100.0 * static_cast<double>(to - from) / static_cast<double>(from) : 0;
  return fmt::format("{} -> {} ({:+.1f} %)", grouped(from), grouped(to), percent);
}

std::string fields_text(const LayerChange& change) {
  std::string text;
  for (const LayerChange::Field& field : change.fields)
    text += fmt::format("{}{} {} -> {}", text.empty() ? "" : ", ", field.name, field.from, field.to);
  return text;
}

void print_group(const char* mark, const Paths& paths) {
  for (const Grouped& group : group_paths(paths))
    fmt::print("  {} {}{}{}\n", mark, group.text, group.rest.empty() ? "" : ": ", group.rest);
}

Paths bare(const std::vector<std::string>& names) {
  Paths paths;
  for (const std::string& name : names) paths.emplace_back(name, "");
  return paths;
}

void print_text(const Side& a, const Side& b, const Comparison& c) {
  fmt::print("{} -> {}\n", a.graph.model, b.graph.model);
  fmt::print("layers      {} changed, {} added, {} removed, {} of another shape\n", c.changed.size(), c.added.size(),
             c.removed.size(), c.reshaped.size());
  Paths changed, added, removed, other;
  for (const LayerChange& one : c.changed) changed.emplace_back(one.path, fields_text(one));
  for (const OneSided& one : c.added) added.emplace_back(one.path, one.what);
  for (const OneSided& one : c.removed) removed.emplace_back(one.path, one.what);
  for (const WeightChange& one : c.other_shape) other.emplace_back(one.name, one.from + " -> " + one.to);
  print_group("~", changed);
  print_group("+", added);
  print_group("-", removed);
  fmt::print("parameters  {}\n", change(a.costs[0].parameters, b.costs[0].parameters));
  fmt::print("FLOPs       {} per example\n", change(flops_of(a), flops_of(b)));
  fmt::print("arena       {} bytes per example\n", change(a.arena, b.arena));
  fmt::print("kernels     {}: {} new, {} gone\n",
             change(static_cast<std::int64_t>(a.kernels.size()), static_cast<std::int64_t>(b.kernels.size())),
             without(b.kernels, a.kernels).size(), without(a.kernels, b.kernels).size());
  const std::size_t total = c.fit.size() + c.other_shape.size() + c.extra.size();
  fmt::print("weights     {} of {} tensors of {} fit, {} have another shape, {} are gone; {} are new\n", c.fit.size(),
             total, a.graph.model, c.other_shape.size(), c.extra.size(), c.missing.size());
  print_group("~", other);
  print_group("-", bare(c.extra));
  print_group("+", bare(c.missing));
}

Json change_json(std::int64_t from, std::int64_t to) { return {{"from", from}, {"to", to}}; }

void print_json(const Side& a, const Side& b, const Comparison& c) {
  const auto one_sided = [](const std::vector<OneSided>& list) {
    Json json = Json::array();
    for (const OneSided& one : list) json.push_back({{"path", one.path}, {"what", one.what}});
    return json;
  };
  Json changed = Json::array(), other = Json::array();
  for (const LayerChange& one : c.changed) {
    Json fields = Json::array();
    for (const LayerChange::Field& field : one.fields)
      fields.push_back({{"name", field.name}, {"from", field.from}, {"to", field.to}});
    changed.push_back({{"path", one.path}, {"fields", std::move(fields)}});
  }
  for (const WeightChange& one : c.other_shape)
    other.push_back({{"name", one.name}, {"from", one.from}, {"to", one.to}});
  Json json = {{"from", a.graph.model}, {"to", b.graph.model}};
  json["layers"] = {{"changed", std::move(changed)},
                    {"added", one_sided(c.added)},
                    {"removed", one_sided(c.removed)},
                    {"reshaped", c.reshaped}};
  json["parameters"] = change_json(a.costs[0].parameters, b.costs[0].parameters);
  json["flops"] = change_json(flops_of(a), flops_of(b));
  json["arena_bytes_per_example"] = change_json(a.arena, b.arena);
  json["kernels"] = {{"from", a.kernels.size()},
                     {"to", b.kernels.size()},
                     {"added", without(b.kernels, a.kernels)},
                     {"removed", without(a.kernels, b.kernels)}};
  json["weights"] = {{"fit", c.fit}, {"other_shape", std::move(other)}, {"missing", c.missing}, {"extra", c.extra}};
  fmt::print("{}\n", json.dump(1));
}

}  // namespace

void add_diff(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("diff", "Says what is different between two models, and which weights fit");
  auto from = std::make_shared<std::string>(), to = std::make_shared<std::string>();
  command->add_option("from", *from, "A model or variant, or the path of a spec")->required();
  command->add_option("to", *to, "Another one")->required();
  command->add_flag("--json", session.json, "As JSON");
  add_pass_options(*command, session);
  command->footer("Examples:\n  specimen diff resnet50 my/gelu_net.json\n  specimen diff resnet18 resnet34 --json");
  command->callback([=, &session] {
    const std::optional<Side> a = side(session, *from), b = a ? side(session, *to) : std::nullopt;
    if (!session.report() || !b) return;
    const Comparison comparison =
        compare(a->graph, b->graph, [&](const std::string& tensor) { return b->origins->name_in(*a->spec, tensor); });
    session.json ? print_json(*a, *b, comparison) : print_text(*a, *b, comparison);
  });
}

}  // namespace specimen::gen
