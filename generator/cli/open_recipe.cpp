#include "cli/open_recipe.h"

#include <algorithm>
#include <utility>

#include "base/nearest.h"
#include "base/text.h"
#include "cli/training.h"
#include "plan/text_inputs.h"
#include "spec/edit.h"

namespace specimen::gen {

namespace {

// The pattern matches the path, or one above it.
bool selects(const PathPattern& pattern, std::string path) {
  while (!pattern.matches(path)) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return false;
    path.resize(slash);
  }
  return true;
}

bool freeze(Graph* graph, const PathPattern& pattern) {
  bool any = false;
  for (Tensor& tensor : graph->tensors) {
    if (tensor.kind != TensorKind::weight || !selects(pattern, tensor.name)) continue;
    tensor.trainable = false;
    any = true;
  }
  for (Op& op : graph->ops) {
    auto* norm = std::get_if<BatchNormOp>(&op.attributes);
    if (!norm || !selects(pattern, op.path)) continue;
    norm->frozen = true;
    any = true;
  }
  return any;
}

}  // namespace

bool freeze_layers(Session& session, Graph* graph, const std::vector<std::string>& patterns) {
  for (const std::string& text : patterns) {
    const auto pattern = PathPattern::parse(Value(text), session.diagnostics);
    if (!pattern) return false;
    if (freeze(graph, *pattern)) continue;
    std::vector<std::string> names;
    for (const Tensor& tensor : graph->tensors) {
      if (tensor.kind == TensorKind::weight) names.push_back(tensor.name);
    }
    session.diagnostics
        .error(Kind::edit_matches_nothing, Span{}, "`{}` matches no layer of `{}` to freeze", printable(text),
               graph->model)
        .suggest(nearest(text, names));
    return false;
  }
  return true;
}

void add_freeze_to(CLI::App& command, std::vector<std::string>* freeze) {
  command
      .add_option("--freeze", *freeze,
                  "Layers that are not trained, by path: stage1/**. Their batch norms take the moving statistics")
      ->allow_extra_args(false);
}

std::optional<OpenedRecipe> open_recipe(Session& session, const std::string& name,
                                        const std::vector<std::string>& settings,
                                        const std::vector<std::string>& freeze) {
  OpenedRecipe opened;
  opened.arguments.settings = settings;
  auto recipe = find_recipe(session, name, &opened.arguments.settings);
  if (!recipe) return std::nullopt;
  opened.recipe = std::move(*recipe);
  opened.arguments.model = opened.recipe.model;
  auto model = open_model(session, opened.arguments);
  if (!model) return std::nullopt;
  opened.model = std::move(*model);
  opened.trained = opened.model.graph;
  opened.recipe.loss.from_logits = opened.recipe.loss.from_logits.value_or(ends_in_logits(opened.trained));
  if (!freeze_layers(session, &opened.trained, opened.recipe.freeze) ||
      !freeze_layers(session, &opened.trained, freeze))
    return std::nullopt;
  return opened;
}

bool check_data(Session& session, const Recipe& recipe, const Plan& plan) {
  const RecipeData& data = recipe.data;
  const std::vector<PlanInput>& inputs = plan.entries[0].inputs;
  const bool of_texts = data.format == DataFormat::texts, maps_fields = data.format != DataFormat::synthetic;
  if (maps_fields && of_texts != text_inputs(plan).has_value()) {
    session.diagnostics
        .error(Kind::untrainable, Span{}, "the recipe `{}` reads {}, and `{}` does not", printable(recipe.name),
               of_texts ? "texts" : "images or numbers", plan.model)
        .note("`data` is `texts` for a model whose inputs are the tokens of a text, and for no other");
    return false;
  }
  const char* format = kDataFormats[static_cast<std::size_t>(data.format)];
  const bool images = inputs.size() == 1 && inputs[0].shape.size() == 4;
  const bool only_images =
      data.format == DataFormat::idx || data.format == DataFormat::cifar || data.format == DataFormat::image_directory;
  if (only_images && !images) {
    session.diagnostics.error(Kind::untrainable, Span{}, "{} has images, and `{}` does not read one image", format,
                              plan.model);
    return false;
  }
  const bool resized = data.format == DataFormat::image_directory || data.format == DataFormat::tfrecord;
  if (resized && images && !std::holds_alternative<FromImage>(inputs[0].meaning)) {
    session.diagnostics
        .error(Kind::untrainable, Span{}, "how an image becomes the input of `{}` is not known", plan.model)
        .note("`from_image` of the spec's input says it");
    return false;
  }
  std::vector<std::string> names;
  for (const PlanInput& input : inputs) names.push_back(input.name);
  for (const RecipeInput& input : data.inputs) {
    if (std::find(names.begin(), names.end(), input.input) != names.end()) continue;
    session.diagnostics
        .error(Kind::spec_bad_value, Span{}, "`{}` has no input `{}`", plan.model, printable(input.input))
        .suggest(nearest(input.input, names));
    return false;
  }
  return true;
}

}  // namespace specimen::gen
