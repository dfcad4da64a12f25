// specimen profile: where the time of a model goes, op by op.
#include "base/file.h"
#include "cli/model_cache.h"
#include "cli/passes.h"
#include "cli/run_failed.h"
#include "cli/targets.h"
#include "cli/write_files.h"
#include "plan/text_inputs.h"

namespace specimen::gen {

namespace {

struct ProfileCommandOptions {
  ModelArguments model;
  int threads = 1, repeat = 100, sequence = 0;
  std::string target = "auto", trace;
};

void profile(Session& session, const ProfileCommandOptions& options) {
  const auto plan = plan_model(session, options.model);
  if (!plan || !check_sequence(session, plan->model, longest_sequence(*plan), options.sequence)) return;
  if (const std::string obstacle = write_obstacle(options.trace); !obstacle.empty()) {
    session.diagnostics.error(Kind::file_not_written, Span{}, "cannot write `{}`: {}", options.trace, obstacle);
    return;
  }
  const auto program = built_program(session, *plan, options.target);
  if (!program) return;
  std::vector<std::string> command = {"synthetic",
                                      "synthetic",
                                      "--profile",
                                      "--threads=" + std::to_string(options.threads),
                                      "--repeat=" + std::to_string(options.repeat),
                                      "--target=" + options.target};
  if (options.sequence > 0) command.push_back("--sequence=" + std::to_string(options.sequence));
  if (!options.trace.empty()) command.push_back("--trace=" + options.trace);
  if (session.json) command.emplace_back("--json");
  const Ended ended = run_program(program->command(command), Printed::show);
  if (!ended.ok()) run_failed(session, plan->model, ended);
}

}  // namespace

void add_profile(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("profile", "Times each op of a model on this machine, with made-up weights");
  auto options = std::make_shared<ProfileCommandOptions>();
  options->model.add_to(*command);
  options->model.add_tune_to(*command);
  command->add_option("--threads", options->threads, "Threads that run it")->check(CLI::Range(1, 256));
  command->add_option("--repeat", options->repeat, "Runs; of each op the middle one counts")
      ->check(CLI::Range(1, 1000000));
  command->add_option("--sequence", options->sequence, "Tokens of a text, in models that read texts; 128 by default")
      ->check(CLI::Range(1, 1 << 20));
  command->add_option("--target", options->target, "Target")->check(CLI::IsMember(target_options()));
  command->add_option("--trace", options->trace, "A file for when each op ran, which ui.perfetto.dev shows");
  command->add_flag("--json", session.json, "A line of JSON for the run, and one for each op");
  add_pass_options(*command, session);
  command->footer("Example:\n  specimen profile resnet50 --threads 2 --trace resnet50.json");
  command->callback([options, &session] {
    profile(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
