// specimen weights prepare: weights as the kernels read them, in a file that maps without a copy.
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

struct WeightsPrepareOptions {
  ModelArguments model;
  std::string input, output, level = "auto";
};

void prepare(Session& session, const WeightsPrepareOptions& options) {
  const std::string folder = std::filesystem::path(options.output).parent_path().string();
  std::error_code missing;
  const std::string obstacle = std::filesystem::equivalent(options.input, options.output, missing)
                                   ? "it is what the weights are read from"
                               : folder.empty() || folder_exists(folder) ? write_obstacle(options.output)
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
  const auto finished = run_passes(session, weights->opened.graph, options.model);
  const auto plan = finished ? plan_graph(session, *finished, options.model) : std::nullopt;
  const auto program = plan ? built_program(session, *plan, options.level) : std::nullopt;
  if (!program) return;
  const Ended ended = run_program(
      program->command({options.input, "--level=" + options.level, "--threads=1", "--save-prepared=" + options.output}),
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

void add_weights_prepare(CLI::App& weights, Session& session) {
  CLI::App* command = weights.add_subcommand("prepare", "Weights as a model's kernels read them: folded and packed");
  auto options = std::make_shared<WeightsPrepareOptions>();
  options->model.add_to(*command);
  options->model.add_tune_to(*command);
  command->add_option("weights", options->input, "A safetensors file with the model's weights")->required();
  command->add_option("-o,--out", options->output, "The file to write")->required();
  command->add_option("--level", options->level, "Instruction set level")->check(CLI::IsMember(level_options()));
  add_pass_options(*command, session);
  command->footer("Example:\n  specimen weights prepare resnet50 resnet50.safetensors --out resnet50.prepared");
  command->callback([options, &session] {
    prepare(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
