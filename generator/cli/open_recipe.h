// A recipe as a command line names it, its model, and what of that is trained.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/session.h"
#include "spec/recipe.h"

namespace specimen::gen {

struct OpenedRecipe {
  Recipe recipe;
  ModelArguments arguments;
  Opened model;
  Graph trained;  // the model's graph, with what is frozen
};

// `settings` are of the recipe's arguments or of its model's, `freeze` patterns beside those of the recipe. No value
// after diagnostics.
std::optional<OpenedRecipe> open_recipe(Session& session, const std::string& name,
                                        const std::vector<std::string>& settings,
                                        const std::vector<std::string>& freeze);

// `--freeze PATTERN`.
void add_freeze_to(CLI::App& command, std::vector<std::string>* freeze);

// The layers whose paths match, or are below one that does, are not trained: their weights stay as they are, and their
// batch norms take the moving statistics. False after diagnostics: a pattern that matches nothing.
bool freeze_layers(Session& session, Graph* graph, const std::vector<std::string>& patterns);

// Whether the recipe's data can be inputs of the model. False after diagnostics.
bool check_data(Session& session, const Recipe& recipe, const Plan& plan);

}  // namespace specimen::gen
