// specimen new: writes a spec that extends another one.
#include <fmt/format.h>

#include <filesystem>

#include "base/text.h"
#include "cli/extension.h"
#include "cli/say.h"
#include "spec/json.h"

namespace specimen::gen {

namespace {

struct NewCommandOptions {
  std::string name, from, out;
  std::vector<std::string> settings, edits;
};

// No value after diagnostics.
std::optional<Extension> extension_of(Session& session, const NewCommandOptions& options) {
  Sources& sources = session.library().sources();
  Extension extension{options.name, options.from, {}, {}, false};
  for (const std::string& text : options.settings) {
    const auto setting = parse_setting(text, sources, session.diagnostics);
    if (!setting) return std::nullopt;
    std::erase_if(extension.arguments, [&](const Value::Entry& entry) { return entry.key == setting->key; });
    extension.arguments.push_back({setting->key, setting->value, {}});
  }
  for (const std::string& text : options.edits) {
    auto edit = parse_json(*sources.add("--edit", text), session.diagnostics);
    if (!edit) return std::nullopt;
    extension.edits.push_back(std::move(*edit));
  }
  return extension;
}

// Where the base is given as a file, the new spec names the model in it. Models are found by name in the directory of
// the new spec, so the file must be there. False after diagnostics.
bool name_the_base(Session& session, NewCommandOptions& options, const std::string& path) {
  namespace fs = std::filesystem;
  if (!options.from.ends_with(".json")) return true;
  const std::optional<ModelChoice> base = session.library().find_model(options.from, session.diagnostics);
  if (!base) return false;
  std::error_code failure;
  const fs::path directory = fs::path(options.from).parent_path(), ours = fs::path(path).parent_path();
  if (!fs::equivalent(directory.empty() ? "." : directory, ours.empty() ? "." : ours, failure)) {
    session.diagnostics
        .error(Kind::file_not_written, Span{}, "`{}` would not find `{}`: specs are found beside each other",
               printable(path, 300), printable(options.from, 300))
        .note("write it there: --out {}", printable((directory / fs::path(path).filename()).generic_string(), 300));
    return false;
  }
  options.from = base->name();
  return true;
}

void create(Session& session, NewCommandOptions options) {
  const std::string path = options.out.empty() ? options.name + ".json" : options.out;
  if (!name_the_base(session, options, path)) return;
  const auto extension = extension_of(session, options);
  if (extension && write_extension(session, *extension, path))
    say(session, {{"file", path}, {"extends", options.from}}, fmt::format("{}: extends {}", path, options.from));
}

}  // namespace

void add_new(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("new", "Writes a spec of your own that extends a model");
  auto options = std::make_shared<NewCommandOptions>();
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
