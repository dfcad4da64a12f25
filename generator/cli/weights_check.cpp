// specimen weights check: does a file of weights fit a model?
#include <fmt/format.h>

#include "cli/say.h"
#include "cli/weights.h"

namespace specimen::gen {

namespace {

struct WeightsCheckOptions {
  ModelArguments model;
  CheckpointArguments input;
  std::string kind;
};

void check(Session& session, const WeightsCheckOptions& options) {
  auto checkpoint = options.input.read(session);
  const auto weights = checkpoint ? weights_of(session, options.model, options.kind, &*checkpoint) : std::nullopt;
  if (!weights) return;
  const auto report = specimen::gen::check(*checkpoint, weights->wanted, weights->options(), session.diagnostics);
  if (!report) return;
  const std::string& model = weights->opened.graph.model;
  say(session,
      {{"file", options.input.path}, {"model", model}, {"tensors", report->loaded.size()}, {"names", weights->kind}},
      fmt::format("{}: fits {}, {} tensors by the names of `{}`", options.input.path, model, report->loaded.size(),
                  weights->kind));
  for (const std::string& note : checkpoint->notes)
    if (!session.json) fmt::print("{}\n", note);
}

}  // namespace

void add_weights_check(CLI::App& weights, Session& session) {
  CLI::App* command = weights.add_subcommand("check", "Whether a checkpoint fits a model, and holds finite numbers");
  auto options = std::make_shared<WeightsCheckOptions>();
  options->model.add_to(*command);
  options->input.add_to(*command);
  command->add_option("--from", options->kind, "Which of the model's checkpoint mappings; see `weights convert`");
  command->footer("Example:\n  specimen weights check resnet50 resnet50.safetensors");
  command->callback([options, &session] {
    check(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
