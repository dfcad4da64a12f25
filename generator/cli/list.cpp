// specimen list: the models and variants that exist.
#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>

#include "cli/say.h"

namespace specimen::gen {

namespace {

// A pattern with `*`, `?` or `[` is a shell's; other text is any part of a name.
bool fits(const std::string& name, const std::string& pattern) {
  if (pattern.find_first_of("*?[") == std::string::npos) return name.find(pattern) != std::string::npos;
  return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

void list(Session& session, const std::string& pattern) {
  std::vector<ModelChoice> models = session.library().models(session.diagnostics);
  std::erase_if(models, [&](const ModelChoice& model) { return !fits(model.name(), pattern); });
  if (models.empty() && !pattern.empty())
    session.diagnostics.error(Kind::model_unknown, Span{}, "no model has `{}` in its name", printable(pattern))
        .note("`specimen list` names all of them");
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  std::size_t width = 0;
  for (const ModelChoice& model : models) width = std::max(width, model.name().size());
  for (const ModelChoice& model : models) {
    if (session.json) {
      json.push_back({{"name", model.name()}, {"model", model.model->name}, {"doc", model.doc()}});
    } else {
      fmt::print("{:<{}}  {}\n", model.name(), width, doc_text(model.doc()));
    }
  }
  if (session.json) fmt::print("{}\n", json_text(json));
}

}  // namespace

void add_list(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("list", "Lists the models and their variants");
  auto pattern = std::make_shared<std::string>();
  command->add_option("pattern", *pattern, "Part of a name, or a pattern such as 'resnet*'");
  command->add_flag("--json", session.json, "As JSON");
  command->footer("Examples:\n  specimen list\n  specimen list mobilenet\n  specimen list 'bert*' --json");
  command->callback([pattern, &session] {
    list(session, *pattern);
    session.report();
  });
}

}  // namespace specimen::gen
