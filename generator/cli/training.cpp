#include "cli/training.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "base/file.h"
#include "base/nearest.h"
#include "base/text.h"
#include "cli/passes.h"
#include "cli/targets.h"
#include "import/initializer.h"

namespace specimen::gen {

namespace {

constexpr std::uint64_t kLargestRecipe = 1 << 20;  // bytes

const char* name_of(Distribution distribution) {
  constexpr const char* kNames[] = {"constant", "uniform", "normal", "truncated_normal"};
  return kNames[static_cast<int>(distribution)];
}

const char* name_of(FanMode mode) {
  constexpr const char* kNames[] = {"none", "fan_in", "fan_out", "fan_avg"};
  return kNames[static_cast<int>(mode)];
}

// The members of an InitializerInfo: Distribution::uniform, FanMode::fan_avg, 1, 0, 0, 0, 0.
std::string initializer_text(const InitializerInfo& info) {
  return fmt::format("Distribution::{}, FanMode::{}, {}, {}, {}, {}, {}", name_of(info.distribution),
                     name_of(info.mode), info.scale, info.low, info.high, info.mean, info.stddev);
}

}  // namespace

std::optional<Graph> training_graph(Session& session, const Graph& graph, const Loss& loss) {
  if (const std::string why = untrainable(graph); !why.empty()) {
    session.diagnostics.error(Kind::untrainable, Span{}, "`{}` cannot be trained: {}", graph.model, why);
    return std::nullopt;
  }
  return run_passes(session, with_loss(graph, loss), TargetKind::cpu, pipeline(Mode::training));
}

std::optional<Plan> plan_training(Session& session, const Graph& graph, const Loss& loss,
                                  const ModelArguments& arguments) {
  auto finished = training_graph(session, graph, loss);
  if (!finished) return std::nullopt;
  finished->model += "_train";
  return plan_graph(session, *finished, arguments);
}

std::optional<std::map<std::string, EmitOptions::ParameterText>> parameter_texts(Session& session,
                                                                                 const Plan& training) {
  std::map<std::string, EmitOptions::ParameterText> texts;
  for (const PlanParameter& parameter : training.parameters) {
    EmitOptions::ParameterText& text = texts[parameter.name];
    std::string message;
    const auto initializer = Initializer::parse(parameter.initializer, message);
    if (!initializer) {
      session.diagnostics.error(Kind::untrainable, Span{}, "how `{}` starts is not known: {}", parameter.name, message);
      return std::nullopt;
    }
    text.initializer = initializer_text(initializer->info());
  }
  return texts;
}

std::optional<Recipe> find_recipe(Session& session, const std::string& name) {
  std::vector<std::string> known;
  std::string path;
  if (name.ends_with(".json")) path = name;
  for (const std::string& directory : session.all_spec_directories()) {
    for (const std::string& file : files_below(directory + "/recipes", ".json")) {
      known.push_back(std::filesystem::path(file).stem().string());
      if (path.empty() && known.back() == name) path = file;
    }
  }
  if (path.empty()) {
    session.diagnostics.error(Kind::recipe_unknown, Span{}, "there is no recipe `{}`", printable(name))
        .suggest(nearest(name, known))
        .note("a recipe of your own is a file: its path ends with .json");
    return std::nullopt;
  }
  const auto text = read_file(path, kLargestRecipe, session.diagnostics);
  if (!text) return std::nullopt;
  const SourceFile& file = *session.library().sources().add(path, *text);
  auto recipe = parse_recipe(file, session.diagnostics);
  if (recipe) recipe->path = name.ends_with(".json") ? path : "specs/recipes/" + name + ".json";
  return recipe;
}

EmitOptions::RecipeText recipe_text(const Recipe& recipe) {
  EmitOptions::RecipeText text{recipe.name, recipe.doc, recipe.path, recipe.data_name, {}, {}};
  for (const RecipeMember& member : recipe.members)
    text.members.push_back({member.path, member.type.empty() ? member.value : "train::" + member.type + "::" + member.value});
  for (const RecipeMetric& metric : recipe.metrics) text.metrics.push_back({metric.name, metric.k});
  return text;
}

}  // namespace specimen::gen
