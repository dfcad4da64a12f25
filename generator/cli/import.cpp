// specimen import: the configuration of a model of another library -> a spec that extends ours.
#include <fmt/format.h>

#include <filesystem>

#include "base/file.h"
#include "cli/extension.h"
#include "cli/say.h"
#include "import/config.h"

namespace specimen::gen {

namespace {

namespace fs = std::filesystem;

struct ImportCommandOptions {
  std::string config, out, name;
  ConfigChoice choice;
};

// "all-MiniLM-L6-v2" -> "all_minilm_l6_v2"
std::string spec_name(std::string_view text) {
  std::string name;
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool digit = c >= '0' && c <= '9', letter = c >= 'a' && c <= 'z';
    if (digit && name.empty()) name = "model_";
    if (digit || letter) name += c;
    if (!digit && !letter && !name.empty() && name.back() != '_') name += '_';
  }
  while (name.ends_with('_')) name.pop_back();
  return name.empty() ? "imported" : name;
}

// Where nothing else names it: after the file to be written, else after the directory that the configuration is in.
std::string default_name(const ImportCommandOptions& options) {
  if (!options.out.empty()) return spec_name(fs::path(options.out).stem().string());
  std::error_code error;
  const fs::path path = fs::weakly_canonical(options.config, error);
  return spec_name((directory_exists(options.config) ? path : path.parent_path()).filename().string());
}

// The user's tables, then the project's.
std::vector<std::string> tables(const Session& session) {
  std::vector<std::string> files;
  std::vector<std::string> directories = session.spec_directories;
  directories.push_back((fs::path(Session::data_directory()) / "specs").string());
  for (const std::string& directory : directories)
    if (std::string file = (fs::path(directory) / "configs" / "huggingface.json").string(); file_exists(file))
      files.push_back(std::move(file));
  return files;
}

void import_model(Session& session, const ImportCommandOptions& options) {
  const auto imported =
      import_config(options.config, tables(session), options.choice, session.library().sources(), session.diagnostics);
  if (!imported) return;
  const std::string name = options.name.empty() ? default_name(options) : options.name;
  const std::string path = options.out.empty() ? name + ".json" : options.out;
  if (!write_extension(session, {name, imported->model, imported->arguments, {}, true}, path)) return;
  const std::string& architecture = imported->architecture;
  say(session, {{"file", path}, {"extends", imported->model}, {"architecture", architecture}},
      fmt::format("{}: extends {}{}", path, imported->model, architecture.empty() ? "" : ", for " + architecture));
}

}  // namespace

void add_import(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("import", "Writes a spec for a Hugging Face model, from its config.json");
  auto options = std::make_shared<ImportCommandOptions>();
  command->add_option("config", options->config, "A config.json, or the directory that it is in")->required();
  command->add_option("-o,--out", options->out, "The file; NAME.json by default");
  command->add_option("--name", options->name,
                      "The new model's name; by default that of the file, or of the directory");
  command->add_option("--type", options->choice.model_type, "The model type, in place of the configuration's");
  command->add_option("--architecture", options->choice.architecture, "The class, in place of the configuration's");
  command->footer(
      "Examples:\n"
      "  specimen import all-MiniLM-L6-v2\n"
      "  specimen import uncased_L-2_H-128_A-2/bert_config.json --type bert --out bert_tiny_google.json");
  command->callback([options, &session] {
    import_model(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
