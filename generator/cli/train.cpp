// specimen train: trains a model by a recipe.
#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "cli/model_cache.h"
#include "cli/passes.h"
#include "cli/run_failed.h"
#include "cli/targets.h"
#include "cli/training.h"
#include "plan/build.h"
#include "plan/text_inputs.h"

namespace specimen::gen {

namespace {

struct TrainCommandOptions {
  std::string recipe;
  std::vector<std::string> settings;
  std::string target = "auto";
  std::string emit;
  std::vector<std::string> arguments;  // of the training program
};

// The recipe's settings of its model, and those of the command line after them.
ModelArguments model_of(const Recipe& recipe, const TrainCommandOptions& options) {
  ModelArguments model;
  model.model = recipe.model;
  for (const auto& [name, value] : recipe.settings) model.settings.push_back(name + "=" + to_json(value));
  model.settings.insert(model.settings.end(), options.settings.begin(), options.settings.end());
  return model;
}

void train(Session& session, const TrainCommandOptions& options) {
  const auto recipe = find_recipe(session, options.recipe);
  if (!recipe) return;
  const ModelArguments model = model_of(*recipe, options);
  const auto opened = open_model(session, model);
  const auto plan = opened ? plan_opened(session, *opened, model) : std::nullopt;
  const auto training =
      plan ? plan_training(session, opened->graph, Loss{recipe->label_smoothing}, model) : std::nullopt;
  if (!training) return;
  const bool of_texts = recipe->format == DataFormat::texts;
  if (of_texts != text_inputs(*plan).has_value()) {
    session.diagnostics
        .error(Kind::untrainable, Span{}, "the recipe `{}` reads {}, and `{}` does not", printable(recipe->name),
               of_texts ? "texts" : "images", plan->model)
        .note("`data` is `texts` for a model whose inputs are the tokens of a text, and for no other");
    return;
  }
  if (options.emit == "plan") {
    fmt::print("{}", to_json(*training));
    return;
  }
  const auto program = built_training(session, *plan, *training, *recipe, options.target);
  if (!program) return;
  const Ended ended = run_program(program->command(options.arguments), Printed::show);
  // A program that ends by itself has said why.
  if (ended.status > 0) session.exit_code = ended.status;
  if (ended.status < 0) run_failed(session, recipe->name, ended);
}

}  // namespace

void add_train(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("train", "Trains a model by a recipe: evaluates, keeps checkpoints, exports");
  auto options = std::make_shared<TrainCommandOptions>();
  command->add_option("recipe", options->recipe, "A recipe (specs/recipes), or the path of one")->required();
  command->add_option("--set", options->settings, "Sets an argument of the model: name=value")->allow_extra_args(false);
  command->add_option("--target", options->target, "Target")->check(CLI::IsMember(target_options(true)));
  command->add_option("--emit", options->emit, "Prints the plan of the step of training and stops: plan")
      ->check(CLI::IsMember({"plan"}));
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
