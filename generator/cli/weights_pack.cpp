// specimen weights pack: weights as the kernels read them, in a file that maps without a copy.
#include <fmt/format.h>

#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "cli/model_cache.h"
#include "cli/passes.h"
#include "cli/run_failed.h"
#include "cli/say.h"
#include "cli/targets.h"
#include "cli/weights.h"

namespace specimen::gen {

namespace {

struct WeightsPackOptions {
  ModelArguments model;
  std::string input, output, target = "auto";
};

void pack(Session& session, const WeightsPackOptions& options) {
  const std::string directory = std::filesystem::path(options.output).parent_path().string();
  std::error_code missing;
  const std::string obstacle = std::filesystem::equivalent(options.input, options.output, missing)
                                   ? "it is what the weights are read from"
                               : directory.empty() || directory_exists(directory) ? write_obstacle(options.output)
                                                                                  : "there is no such directory";
  if (!obstacle.empty()) {
    session.diagnostics.error(Kind::file_not_written, Span{}, "cannot write `{}`: {}", printable(options.output),
                              obstacle);
    return;
  }
  // Whatever may be wrong with the weights is said before the model is built.
  auto checkpoint = read_checkpoint(options.input, session.diagnostics);
  const auto weights = checkpoint ? weights_of(session, options.model, std::string(kOwnNames)) : std::nullopt;
  if (!weights || !check(*checkpoint, weights->wanted, weights->options(), session.diagnostics)) return;
  const auto plan = plan_opened(session, weights->opened, options.model);
  const auto program = plan ? built_program(session, *plan, options.target) : std::nullopt;
  if (!program) return;
  const Ended ended = run_program(
      program->command({options.input, "--target=" + options.target, "--threads=1", "--save-packed=" + options.output}),
      Printed::drop);
  if (!ended.ok()) {
    run_failed(session, weights->opened.graph.model, ended);
    return;
  }
  std::error_code error;
  const std::uintmax_t bytes = std::filesystem::file_size(options.output, error);
  say(session, {{"file", options.output}, {"bytes", bytes}}, fmt::format("{}: {} bytes", options.output, bytes));
}

}  // namespace

void add_weights_pack(CLI::App& weights, Session& session) {
  CLI::App* command = weights.add_subcommand("pack", "Weights as a model's kernels read them: folded and packed");
  auto options = std::make_shared<WeightsPackOptions>();
  options->model.add_to(*command);
  options->model.add_tune_to(*command);
  command->add_option("weights", options->input, "A safetensors file with the model's weights")->required();
  command->add_option("-o,--out", options->output, "The file to write")->required();
  command->add_option("--target", options->target, "Target")->check(CLI::IsMember(target_options()));
  add_pass_options(*command, session);
  command->footer("Example:\n  specimen weights pack resnet50 resnet50.safetensors --out resnet50.packed");
  command->callback([options, &session] {
    pack(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
