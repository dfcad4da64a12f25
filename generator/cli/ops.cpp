// specimen ops: the ops of the graph and the layers of the spec language.
#include <fmt/format.h>

#include "base/nearest.h"
#include "cli/argument_table.h"
#include "cli/say.h"
#include "graph/layers/layer.h"

namespace specimen::gen {

namespace {

std::vector<std::pair<std::string, Attributes>> ops() {
  std::vector<std::pair<std::string, Attributes>> list;
  for (const char* name : {
#define OP(Kind, name, stage, fewest, most) #name,
#include "graph/ops.def"
#undef OP
       }) {
    list.emplace_back(name, Attributes());
    op_from_name(name, &list.back().second);
  }
  return list;
}

nlohmann::ordered_json json_of(const LayerRule& rule) {
  nlohmann::ordered_json arguments = nlohmann::ordered_json::array();
  for (const Argument& argument : rule.info.arguments) arguments.push_back(argument.name);
  return {{"name", rule.info.name}, {"doc", rule.info.doc}, {"arguments", arguments}};
}

void print_json() {
  nlohmann::ordered_json json = {{"layers", nlohmann::ordered_json::array()}, {"ops", nlohmann::ordered_json::array()}};
  for (const LayerRule& rule : layer_rules()) json["layers"].push_back(json_of(rule));
  for (const auto& [name, attributes] : ops())
    json["ops"].push_back({{"name", name}, {"stage", to_string(stage_of(attributes))}});
  fmt::print("{}\n", json_text(json));
}

// A layer with its arguments, or an op.
void print_one(Session& session, const std::string& name) {
  if (const LayerRule* rule = find_layer_rule(name)) {
    nlohmann::ordered_json json = json_of(*rule);
    json["arguments"] = argument_list(rule->info.arguments);
    std::string text = fmt::format("{}: {}", rule->info.name, rule->info.doc);
    if (!rule->info.arguments.empty())
      text += "\narguments: name, type, default\n" + argument_lines(rule->info.arguments);
    text.erase(text.find_last_not_of('\n') + 1);
    return say(session, json, text);
  }
  std::vector<std::string> names;
  for (const LayerRule& rule : layer_rules()) names.push_back(rule.info.name);
  for (const auto& [op, attributes] : ops()) {
    names.push_back(op);
    if (op != name) continue;
    const char* stage = to_string(stage_of(attributes));
    return say(session, {{"name", op}, {"stage", stage}}, fmt::format("{}: an op of graphs, stage {}", op, stage));
  }
  session.diagnostics.error(Kind::layer_unknown, Span{}, "there is no layer or op `{}`", printable(name))
      .suggest(nearest(name, names));
}

void print_text() {
  fmt::print("layers\n");
  for (const LayerRule& rule : layer_rules()) {
    std::string arguments;
    for (const Argument& argument : rule.info.arguments) arguments += (arguments.empty() ? "" : ", ") + argument.name;
    fmt::print("  {:<24} {}\n  {:<24}   {}\n", rule.info.name, rule.info.doc, "", arguments);
  }
  fmt::print("{:<32} {}\n", "ops", "stage");
  for (const auto& [name, attributes] : ops()) fmt::print("  {:<30} {}\n", name, to_string(stage_of(attributes)));
}

}  // namespace

void add_ops(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("ops", "Lists the layers of specs and the ops of graphs, or shows one");
  auto name = std::make_shared<std::string>();
  command->add_option("name", *name, "The layer to show, with its arguments, or the op");
  command->add_flag("--json", session.json, "As JSON");
  command->footer("Examples:\n  specimen ops\n  specimen ops Conv2D");
  command->callback([name, &session] {
    if (!name->empty()) {
      print_one(session, *name);
    } else {
      session.json ? print_json() : print_text();
    }
    session.report();
  });
}

}  // namespace specimen::gen
