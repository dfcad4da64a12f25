// specimen ops: the ops of the graph and the layers of the spec language.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/session.h"
#include "graph/layers/layer.h"

namespace specimen::gen {

namespace {

std::vector<std::pair<std::string, Attributes>> ops() {
  std::vector<std::pair<std::string, Attributes>> list;
  for (const char* name : {
#define OP(Kind, name, fewest, most, gradient) #name,
#include "graph/ops.def"
#undef OP
       }) {
    list.emplace_back(name, Attributes());
    op_from_name(name, &list.back().second);
  }
  return list;
}

void print_json() {
  nlohmann::ordered_json json = {{"layers", nlohmann::ordered_json::array()}, {"ops", nlohmann::ordered_json::array()}};
  for (const LayerRule& rule : layer_rules()) {
    nlohmann::ordered_json arguments = nlohmann::ordered_json::array();
    for (const Argument& argument : rule.info.arguments) arguments.push_back(argument.name);
    json["layers"].push_back({{"name", rule.info.name}, {"doc", rule.info.doc}, {"arguments", arguments}});
  }
  for (const auto& [name, attributes] : ops())
    json["ops"].push_back({{"name", name}, {"gradient", op_gradient(attributes)}});
  fmt::print("{}\n", json.dump(1));
}

void print_text() {
  fmt::print("layers\n");
  for (const LayerRule& rule : layer_rules()) {
    std::string arguments;
    for (const Argument& argument : rule.info.arguments) arguments += (arguments.empty() ? "" : ", ") + argument.name;
    fmt::print("  {:<24} {}\n  {:<24}   {}\n", rule.info.name, rule.info.doc, "", arguments);
  }
  fmt::print("ops{:>37}\n", "gradient");
  for (const auto& [name, attributes] : ops()) fmt::print("  {:<30} {}\n", name, op_gradient(attributes));
}

}  // namespace

void add_ops(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("ops", "Lists the layers of specs and the ops of graphs");
  command->add_flag("--json", session.json, "As JSON");
  command->footer("Example:\n  specimen ops --json");
  command->callback([&session] { session.json ? print_json() : print_text(); });
}

}  // namespace specimen::gen
