// specimen check: reads specs and says what is wrong with them.
#include <fmt/format.h>

#include "cli/labels.h"
#include "cli/open_recipe.h"
#include "cli/passes.h"
#include "cli/say.h"
#include "cli/training.h"
#include "graph/text.h"
#include "plan/build.h"

namespace specimen::gen {

namespace {

struct CheckCommandOptions {
  ModelArguments model;
  bool all = false, train = false;
  std::string emit;
  std::vector<std::string> freeze;
};

void print_text(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

// The stages of a step of training.
void check_training(Session& session, const CheckCommandOptions& options, Graph graph) {
  if (!freeze_layers(session, &graph, options.freeze)) return;
  if (options.emit == "graph") {
    if (const auto whole = graph_with_loss(session, graph, Loss())) print_text(print(*whole));
    return;
  }
  const auto finished = training_graph(session, graph, Loss());
  if (!finished) return;
  if (options.emit == "final") return print_text(print(*finished));
  const auto plan = plan_graph(session, *finished, options.model);
  if (!plan) return;
  if (options.emit == "plan") return print_text(to_json(*plan));
  if (options.emit.empty())
    say(session, {{"model", options.model.model}}, options.model.model + ": fine, training too");
}

void check(Session& session, const CheckCommandOptions& options) {
  auto opened = open_model(session, options.model);
  if (!opened) return;
  session.passes.verify_each = true;
  if (options.train) return check_training(session, options, opened->graph);
  if (options.emit == "graph") return print_text(print(opened->graph));
  const auto finished = run_passes(session, std::move(opened->graph), options.model);
  if (!finished) return;
  if (options.emit == "final") return print_text(print(*finished));
  const auto plan = plan_graph(session, *finished, options.model);
  if (!plan || !labels_file(session, *plan)) return;
  if (options.emit == "plan") return print_text(to_json(*plan));
  if (options.emit.empty()) say(session, {{"model", options.model.model}}, options.model.model + ": fine");
}

}  // namespace

void add_check(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("check", "Reads a spec and says what is wrong with it");
  auto options = std::make_shared<CheckCommandOptions>();
  options->model.add_to(*command);
  options->model.add_tune_to(*command);
  options->model.add_target_to(*command);
  command
      ->add_option("--emit", options->emit, "Prints a stage as text: graph, final (the graph after all passes), plan")
      ->check(CLI::IsMember({"graph", "final", "plan"}));
  command->add_flag("--train", options->train, "Of a step of training: loss, gradients");
  command->add_flag("--json", session.json, "Says what is wrong as JSON, to stderr");
  add_freeze_to(*command, &options->freeze);
  add_pass_options(*command, session);
  command->footer("Examples:\n  specimen check my/net.json\n  specimen check resnet50 --emit plan");
  command->callback([options, &session] {
    check(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
