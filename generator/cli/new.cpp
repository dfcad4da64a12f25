// specimen new: writes a spec that extends another one.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "cli/session.h"
#include "graph/build.h"
#include "spec/json.h"

namespace specimen::gen {

namespace {

struct Options {
  std::string name, from, out;
  std::vector<std::string> settings, edits;
};

// A value as a spec has it: a string that starts with `=` would be an expression.
Value literal(const Value& value) {
  if (value.is_string() && value.text().substr(0, 1) == "=") return Value("=" + value.text());
  if (value.is_list()) {
    Value::List items;
    for (const Value& item : value.list()) items.push_back(literal(item));
    return Value(std::move(items));
  }
  if (value.is_object()) {
    Value::Object entries;
    for (const Value::Entry& entry : value.object()) entries.push_back({entry.key, literal(entry.value), {}});
    return Value(std::move(entries));
  }
  return value;
}

// The spec's text: one line for the arguments, one for each edit. No value after diagnostics.
std::optional<std::string> spec_text(Session& session, const Options& options) {
  Sources& sources = session.library().sources();
  Value::Object arguments;
  for (const std::string& text : options.settings) {
    const auto setting = parse_setting(text, sources, session.diagnostics);
    if (!setting) return std::nullopt;
    std::erase_if(arguments, [&](const Value::Entry& entry) { return entry.key == setting->key; });
    arguments.push_back({setting->key, literal(setting->value), {}});
  }
  std::vector<std::string> edits;
  for (const std::string& text : options.edits) {
    const auto edit = parse_json(*sources.add("--edit", text), session.diagnostics);
    if (!edit) return std::nullopt;
    edits.push_back("    " + to_json(*edit));
  }
  std::string text =
      fmt::format("{{\n  \"extends\": {},\n  \"model\": {}", json_string(options.from), json_string(options.name));
  if (!arguments.empty()) text += ",\n  \"arguments\": " + to_json(Value(std::move(arguments)));
  if (!edits.empty()) text += ",\n  \"edit\": [\n" + join(edits, ",\n") + "\n  ]";
  return text + "\n}\n";
}

void create(Session& session, const Options& options) {
  const std::string path = options.out.empty() ? options.name + ".json" : options.out;
  if (file_exists(path)) {
    session.diagnostics.error(Kind::file_not_written, Span{}, "there is a file `{}` already", printable(path, 300))
        .note("give the spec another name, or remove the file");
    return;
  }
  Library& library = session.library();
  if (Diagnostics quiet; library.is_block(options.name) || library.find_model(options.name, quiet)) {
    session.diagnostics.error(Kind::spec_defined_twice, Span{}, "there is a spec of the name `{}` already",
                              printable(options.name));
    return;
  }
  const std::optional<std::string> text = spec_text(session, options);
  if (!text) return;
  // Read as if it were there: what is wrong with it is said before anything is written.
  library.add_text(path, *text);
  const auto choice = library.find_model(std::filesystem::path(path).stem().string(), session.diagnostics);
  if (!choice || !build_graph(library, *choice, {}, session.diagnostics)) return;
  if (write_file(path, *text, session.diagnostics)) fmt::print("{}: extends {}\n", path, options.from);
}

}  // namespace

void add_new(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("new", "Writes a spec of your own that extends a model");
  auto options = std::make_shared<Options>();
  command->add_option("name", options->name, "The new model's name")->required();
  command->add_option("--from", options->from, "The model or variant that it extends")->required();
  command->add_option("--set", options->settings, "Gives an argument another value: name=value")
      ->allow_extra_args(false);
  command->add_option("--edit", options->edits, "An edit, as JSON")->allow_extra_args(false);
  command->add_option("-o,--out", options->out, "The file; NAME.json by default");
  command->footer(
      "Examples:\n"
      "  specimen new my_resnet --from resnet50 --set classes=37\n"
      "  specimen new se_net --from resnet18 --edit '{\"at\": \"stage*/*/b\", \"insert_after\": {\"squeeze_excite\": "
      "{}}}'");
  command->callback([options, &session] {
    create(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
