// specimen tune: schedules chosen by measuring a model's kernels on this machine.
#include <fmt/format.h>

#include <filesystem>

#include "base/file.h"
#include "base/temporary_directory.h"
#include "base/text.h"
#include "cli/build_directory.h"
#include "cli/passes.h"
#include "cli/process.h"
#include "cli/run_failed.h"
#include "cli/say.h"
#include "cli/targets.h"
#include "kernels/catalog_json.h"

namespace specimen::gen {

namespace {

struct TuneCommandOptions {
  ModelArguments model;
  std::string cpu, out, only;
  int threads = 1;
  double seconds = 0.25;
};

bool is_plain_name(const std::string& name) {
  return name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
}

void tune(Session& session, const TuneCommandOptions& options) {
  if (!is_plain_name(options.cpu)) {
    session.diagnostics.error(Kind::target_name, Span{}, "`{}` cannot name a processor", options.cpu)
        .note("a name is lower case letters, digits, `_` and `-`: it becomes a directory's name");
    return;
  }
  const auto plan = plan_model(session, options.model);
  if (!plan) return;
  std::vector<Instance> instances = instances_of(*plan);
  std::erase_if(instances, [&](const Instance& i) { return i.symbol.find(options.only) == std::string::npos; });
  if (instances.empty()) {
    session.diagnostics
        .error(Kind::kernel_unknown, Span{}, "no kernel of `{}` has `{}` in its name", plan->model, options.only)
        .note("`specimen check {} --emit plan` lists them", options.model.model);
    return;
  }
  std::string directory = options.out.empty() ? targets_directory(session) : options.out;
  if (!options.cpu.empty()) directory += "/" + options.cpu;
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) {
    session.diagnostics.error(Kind::file_not_written, Span{}, "cannot make `{}`: {}", printable(directory, 400),
                              error.message());
    return;
  }
  const TemporaryDirectory between;
  const std::string list = between.file("kernels.json");
  if (!between.valid()) no_temporary_directory(session);
  if (!between.valid() || !write_file(list, to_json(instances).dump(1) + "\n", session.diagnostics)) return;
  const Ended ended =
      run_program({{Session::kernels_program(), "tune", "--instances", list, "--out", directory, "--threads",
                    std::to_string(options.threads), "--seconds", fmt::format("{}", options.seconds)}},
                  session.json ? Printed::drop : Printed::show);
  if (!ended.ok()) {
    run_failed(session, "specimen-kernels tune", ended);
    return;
  }
  say(session, {{"directory", directory}, {"kernels", instances.size()}},
      fmt::format("{}: tables of the schedules that beat the rules", directory));
}

}  // namespace

void add_tune(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("tune", "Measures schedules of a model's kernels and keeps the best");
  auto options = std::make_shared<TuneCommandOptions>();
  options->model.add_to(*command);
  command->add_option("--cpu", options->cpu, "Keeps them for one processor, for `--tune`; for all without it");
  command->add_option("-o,--out", options->out,
                      "Directory of the tables; `targets` of the first --specs, or the project's");
  command->add_option("--only", options->only, "Kernels whose name holds this text");
  command->add_option("--threads", options->threads, "Threads that run a kernel")->check(CLI::Range(1, 256));
  command->add_option("--seconds", options->seconds, "For each candidate")
      ->check(refuse_nan)
      ->check(CLI::Range(0.001, 60.0));
  add_pass_options(*command, session);
  command->footer(
      "Example:\n  specimen tune resnet50 --only 7x7 --cpu my-server\n  specimen build resnet50 --tune my-server");
  command->callback([options, &session] {
    tune(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
