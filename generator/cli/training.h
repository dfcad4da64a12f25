// The step of training of a model: its plan beside that of inference.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "cli/session.h"
#include "emit/emit.h"
#include "passes/loss.h"
#include "spec/recipe.h"

namespace specimen::gen {

// A model's graph as its spec says it, and its loss, before any pass. No value after diagnostics: a model that cannot
// be trained yet.
std::optional<Graph> graph_with_loss(Session& session, const Graph& graph, const Loss& loss);

// Loss and gradients of a model's graph as its spec says it, after all passes. No value after diagnostics: a model that
// cannot be trained yet.
std::optional<Graph> training_graph(Session& session, const Graph& graph, const Loss& loss);

// The plan of loss and gradients of a model's graph as its spec says it. No value after diagnostics: a model that
// cannot be trained yet.
std::optional<Plan> plan_training(Session& session, const Graph& graph, const Loss& loss,
                                  const ModelArguments& arguments);

// How each parameter starts, as C++. No value after diagnostics.
std::optional<std::map<std::string, EmitOptions::ParameterText>> parameter_texts(Session& session,
                                                                                 const Plan& training);

// A recipe by its name in specs/recipes, or by path where it ends with `.json`. `settings` are name=value: those of the
// recipe's own arguments are used, and the others are then those of its model, behind what the recipe sets. No value
// after diagnostics.
std::optional<Recipe> find_recipe(Session& session, const std::string& name, std::vector<std::string>* settings);
// `from_logits`: what the model's first output holds.
EmitOptions::RecipeText recipe_text(const Recipe& recipe, bool from_logits);

}  // namespace specimen::gen
