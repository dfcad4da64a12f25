// specimen check: reads specs and says what is wrong with them.
#include <fmt/format.h>

#include "cli/labels.h"
#include "cli/say.h"
#include "cli/session.h"
#include "graph/text.h"
#include "graph/verify.h"
#include "passes/passes.h"
#include "plan/build.h"

namespace specimen::gen {

namespace {

struct CheckCommandOptions {
  ModelArguments model;
  bool all = false;
  std::string emit;
};

void print_text(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void check(Session& session, const CheckCommandOptions& options) {
  auto opened = open_model(session, options.model);
  if (!opened) return;
  if (options.emit == "graph") return print_text(print(opened->graph));
  std::string findings = verify(opened->graph);
  const Graph graph = run_passes(opened->graph, [&](const Pass& pass, const Graph& after) {
    const std::string finding = verify(after);
    if (!finding.empty() && findings.empty()) findings = std::string("after ") + pass.name + ": " + finding;
    if (options.emit == "passes") fmt::print("// after {}: {}\n{}", pass.name, pass.what, print(after));
  });
  if (!findings.empty()) {
    fmt::print(stderr, "internal error: {}\n", findings);
    session.exit_code = static_cast<int>(ExitClass::internal);
    return;
  }
  if (options.emit == "final") return print_text(print(graph));
  const auto plan = plan_graph(session, graph, options.model);
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
  command
      ->add_option("--emit", options->emit,
                   "Prints a stage as text: graph, passes, final (the graph after all passes), plan")
      ->check(CLI::IsMember({"graph", "passes", "final", "plan"}));
  command->add_flag("--json", session.json, "Says what is wrong as JSON, to stderr");
  command->footer("Examples:\n  specimen check my/net.json\n  specimen check resnet50 --emit plan");
  command->callback([options, &session] {
    check(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
