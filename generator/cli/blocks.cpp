// specimen blocks: the blocks that specs are built from, with their arguments.
#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "cli/argument_table.h"
#include "cli/say.h"

namespace specimen::gen {

namespace {

nlohmann::ordered_json names_of(const auto& list, const char* standard) {
  nlohmann::ordered_json names = nlohmann::ordered_json::array();
  for (const auto& entry : list) names.push_back(entry.name);
  if (names.empty()) names.push_back(standard);
  return names;
}

nlohmann::ordered_json json_of(const BlockSpec& block) {
  return {{"name", block.name},
          {"doc", block.doc},
          {"source", block.source},
          {"inputs", names_of(block.inputs, "input")},
          {"outputs", names_of(block.outputs, "output")},
          {"arguments", argument_list(block.arguments)}};
}

std::string joined(const nlohmann::ordered_json& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name.get<std::string>();
  return text;
}

void print_one(Session& session, const BlockSpec& block) {
  const nlohmann::ordered_json json = json_of(block);
  std::string text = fmt::format("{}: {}\n", block.name, doc_text(block.doc));
  if (!block.source.empty()) text += fmt::format("source   {}\n", doc_text(block.source));
  text += fmt::format("inputs   {}\noutputs  {}\n", joined(json["inputs"]), joined(json["outputs"]));
  if (!block.arguments.empty()) text += "arguments: name, type, default\n" + argument_lines(block.arguments);
  text.pop_back();
  say(session, json, text);
}

void blocks(Session& session, const std::string& name) {
  const std::vector<const BlockSpec*> all = session.library().blocks(session.diagnostics);
  if (!name.empty()) {
    std::vector<std::string> names;
    for (const BlockSpec* block : all) {
      if (block->name == name) return print_one(session, *block);
      names.push_back(block->name);
    }
    session.diagnostics.error(Kind::block_unknown, Span{}, "there is no block `{}`", printable(name))
        .suggest(nearest(name, names));
    return;
  }
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  std::size_t width = 0;
  for (const BlockSpec* block : all) width = std::max(width, block->name.size());
  std::string text;
  for (const BlockSpec* block : all) {
    json.push_back(json_of(*block));
    text += fmt::format("{}{:<{}}  {}", text.empty() ? "" : "\n", block->name, width, doc_text(block->doc));
  }
  say(session, json, text);
}

}  // namespace

void add_blocks(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("blocks", "Lists the blocks that specs are built from, or shows one");
  auto name = std::make_shared<std::string>();
  command->add_option("name", *name, "The block to show, with its arguments");
  command->add_flag("--json", session.json, "As JSON");
  command->footer("Examples:\n  specimen blocks\n  specimen blocks bottleneck");
  command->callback([name, &session] {
    blocks(session, *name);
    session.report();
  });
}

}  // namespace specimen::gen
