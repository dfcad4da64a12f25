// specimen list: the models and variants that exist.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/session.h"

namespace specimen::gen {

void add_list(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("list", "Lists the models and their variants");
  command->add_flag("--json", session.json, "As JSON");
  command->footer("Example:\n  specimen list --json");
  command->callback([&session] {
    const std::vector<ModelChoice> models = session.library().models(session.diagnostics);
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    std::size_t width = 0;
    for (const ModelChoice& model : models) width = std::max(width, model.name().size());
    for (const ModelChoice& model : models) {
      if (session.json) {
        list.push_back({{"name", model.name()}, {"model", model.model->name}, {"doc", model.doc()}});
      } else {
        fmt::print("{:<{}}  {}\n", model.name(), width, model.doc());
      }
    }
    if (session.json) fmt::print("{}\n", list.dump(1));
    session.report();
  });
}

}  // namespace specimen::gen
