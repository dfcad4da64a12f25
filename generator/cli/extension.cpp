#include "cli/extension.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "graph/build.h"

namespace specimen::gen {

namespace {

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

// One line for the arguments, one for each edit and each kind of checkpoint.
std::string text_of(const Extension& extension, const std::vector<std::string>& checkpoints) {
  std::string text =
      fmt::format("{{\n  \"extends\": {},\n  \"model\": {}", json_string(extension.base), json_string(extension.model));
  if (!extension.arguments.empty())
    text += ",\n  \"arguments\": " + to_json(literal(Value(Value::Object(extension.arguments))));
  std::vector<std::string> edits;
  for (const Value& edit : extension.edits) edits.push_back("    " + to_json(edit));
  if (!edits.empty()) text += ",\n  \"edit\": [\n" + join(edits, ",\n") + "\n  ]";
  std::vector<std::string> rules;
  for (const std::string& kind : checkpoints)
    rules.push_back(fmt::format("    {}: [{{\"model\": {}}}]", json_string(kind), json_string(extension.base)));
  if (!rules.empty()) text += ",\n  \"checkpoints\": {\n" + join(rules, ",\n") + "\n  }";
  return text + "\n}\n";
}

}  // namespace

bool write_extension(Session& session, const Extension& extension, const std::string& path) {
  if (file_exists(path)) {
    session.diagnostics.error(Kind::file_not_written, Span{}, "there is a file `{}` already", printable(path, 300))
        .note("give the spec another name, or remove the file");
    return false;
  }
  Library& library = session.library();
  if (Diagnostics quiet; library.is_block(extension.model) || library.find_model(extension.model, quiet)) {
    session.diagnostics.error(Kind::spec_defined_twice, Span{}, "there is a spec of the name `{}` already",
                              printable(extension.model));
    return false;
  }
  std::vector<std::string> checkpoints;
  if (extension.own_checkpoints) {
    const auto base = library.find_model(extension.base, session.diagnostics);
    if (!base) return false;
    for (const CheckpointMapping& mapping : base->model->checkpoints) checkpoints.push_back(mapping.kind);
  }
  const std::string text = text_of(extension, checkpoints);
  library.add_text(path, text);
  const auto choice = library.find_model(std::filesystem::path(path).stem().string(), session.diagnostics);
  return choice && build_graph(library, *choice, {}, session.diagnostics) &&
         write_file(path, text, session.diagnostics);
}

}  // namespace specimen::gen
