// specimen run: a model on a picture.
#include <fmt/format.h>

#include <cstring>

#include "base/file.h"
#include "cli/build.h"
#include "runtime/core/mapped_file.h"
#include "runtime/core/safetensors.h"
#include "runtime/core/weights.h"

namespace specimen::gen {

namespace {

struct Options {
  ModelArguments model;
  std::string weights;
  std::vector<std::string> inputs;
  int threads = 0, repeat = 1;
  std::string level = "auto";
};

// What `weights prepare` writes; the model itself says what is wrong with such a file.
bool is_prepared(const std::string& path) {
  MappedFile file;
  return file.open(path.c_str()) && file.size() >= sizeof PreparedHead::magic &&
         std::memcmp(file.data(), kPreparedMagic, sizeof PreparedHead::magic) == 0;
}

void run(Session& session, const Options& options) {
  for (const std::string& path : options.inputs) {
    if (!file_exists(path)) session.diagnostics.error(Kind::file_not_found, Span{}, "there is no file `{}`", path);
  }
  if (!file_exists(options.weights)) {
    session.diagnostics.error(Kind::file_not_found, Span{}, "there is no file `{}`", options.weights)
        .note("`specimen weights convert` makes weights from a checkpoint, `specimen weights synthetic` from a seed");
  }
  if (session.diagnostics.has_errors()) return;
  if (Status status = SafetensorsFile().open(options.weights.c_str()); !status && !is_prepared(options.weights)) {
    session.diagnostics.error(Kind::checkpoint_unreadable, Span{}, "{}", status.message());
    return;
  }
  const auto plan = plan_model(session, options.model);
  const auto program = plan ? build_program(session, *plan, options.model) : std::nullopt;
  if (!program) return;
  std::vector<std::string> command = {*program, options.weights};
  command.insert(command.end(), options.inputs.begin(), options.inputs.end());
  command.push_back("--threads=" + std::to_string(options.threads));
  command.push_back("--repeat=" + std::to_string(options.repeat));
  command.push_back("--level=" + options.level);
  if (run_program(command, Printed::show) != 0) run_failed(session, options.model.model);
}

}  // namespace

void add_run(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("run", "Runs a model on pictures: the most likely classes and the times");
  auto options = std::make_shared<Options>();
  options->model.add_to(*command);
  options->model.add_tune_to(*command);
  command->add_option("inputs", options->inputs, "Pictures (JPEG, PNG), or safetensors files with the model's inputs")
      ->required();
  command->add_option("--weights", options->weights, "A safetensors file with the model's weights")->required();
  command->add_option("--threads", options->threads, "0: as many as the process may use");
  command->add_option("--repeat", options->repeat, "Runs, for times");
  command->add_option("--level", options->level, "Instruction set level")
      ->check(CLI::IsMember({"auto", "v3", "v4", "reference"}));
  command->footer("Example:\n  specimen run resnet50 --weights resnet50.safetensors cat.jpg");
  command->callback([options, &session] {
    run(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
