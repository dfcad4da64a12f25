// specimen train: trains a model by a recipe.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/exported_model.h"
#include "cli/model_cache.h"
#include "cli/open_recipe.h"
#include "cli/passes.h"
#include "cli/run_failed.h"
#include "cli/targets.h"
#include "cli/training.h"
#include "cli/weights.h"
#include "plan/build.h"

namespace specimen::gen {

namespace {

struct TrainCommandOptions {
  std::string recipe;
  std::vector<std::string> settings;
  std::string target = "auto";
  std::string emit;
  std::vector<std::string> freeze;
  std::string keras;                   // a file; empty: none
  std::vector<std::string> arguments;  // of the training program
};

// The value of an option of the training program; "" where it is not given.
std::string value_of(const std::vector<std::string>& arguments, const std::string& name, const std::string& brief) {
  std::string value;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if ((arguments[i] == name || arguments[i] == brief) && i + 1 < arguments.size()) value = arguments[i + 1];
    for (const std::string& given : {name + "=", brief + "="})
      if (arguments[i].starts_with(given)) value = arguments[i].substr(given.size());
  }
  return value;
}

// Where the training program exports to.
std::string export_directory(const std::vector<std::string>& arguments) {
  const std::string given = value_of(arguments, "--export_dir", "-ed");
  return given.empty() ? value_of(arguments, "--model_dir", "-md") + "/export" : given;
}

void train(Session& session, const TrainCommandOptions& options) {
  auto opened = open_recipe(session, options.recipe, options.settings, options.freeze);
  if (!opened) return;
  const auto plan = plan_opened(session, opened->model, opened->arguments);
  const auto training =
      plan ? plan_training(session, opened->trained, opened->recipe.loss, opened->arguments) : std::nullopt;
  if (!training || !check_data(session, opened->recipe, *plan)) return;
  if (options.emit == "plan") {
    fmt::print("{}", to_json(*training));
    return;
  }
  opened->recipe.exported = exported_text(opened->arguments, plan->model);
  const bool mpi = std::find(options.arguments.begin(), options.arguments.end(), "--mpi") != options.arguments.end();
  const auto program = built_training(session, *plan, *training, opened->recipe, options.target, mpi);
  if (!program) return;
  const Ended ended = run_program(program->command(options.arguments), Printed::show);
  // A program that ends by itself has said why.
  if (ended.status > 0) session.exit_code = ended.status;
  if (ended.status < 0) run_failed(session, opened->recipe.name, ended);
  if (!ended.ok() || options.keras.empty()) return;
  const std::string weights = export_directory(options.arguments) + "/" + plan->model + ".safetensors";
  if (write_for_keras(session, opened->arguments, weights, options.keras))
    fmt::print("for Keras in {}\n", options.keras);
}

}  // namespace

void add_train(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("train", "Trains a model by a recipe: evaluates, keeps checkpoints, exports");
  auto options = std::make_shared<TrainCommandOptions>();
  command->add_option("recipe", options->recipe, "A recipe (specs/recipes), or the path of one")->required();
  command->add_option("--set", options->settings, "Sets an argument of the recipe or of its model: name=value")
      ->allow_extra_args(false);
  command->add_option("--target", options->target, "Target")->check(CLI::IsMember(target_options(true)));
  command->add_option("--emit", options->emit, "Prints the plan of the step of training and stops: plan")
      ->check(CLI::IsMember({"plan"}));
  add_freeze_to(*command, &options->freeze);
  command->add_option("--keras", options->keras,
                      "A file for the trained weights as Keras's .weights.h5, beside the export");
  add_pass_options(*command, session);
  command->allow_extras();
  command->footer(
      "Other options are those of the training program: --data_dir, --model_dir, --train_epochs, --batch_size and "
      "more, "
      "which `specimen train RECIPE --help-training` lists.\n"
      "Examples:\n"
      "  specimen train fashion_mnist --data_dir data --model_dir out\n"
      "  specimen train mnist --set hidden_dim=256 --data_dir data --model_dir out --train_epochs 3");
  command->callback([options, command, &session] {
    for (std::string argument : command->remaining())
      options->arguments.push_back(argument == "--help-training" ? "--help" : std::move(argument));
    train(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
