#include "cli/training.h"

#include <fmt/format.h>

#include <cctype>
#include <filesystem>
#include <nlohmann/json.hpp>
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

// l1 and l2 of Keras's regularizers: "l2", {"L2": {"l2": 0.0001}}, or as Keras writes them, {"class_name": "L2",
// "config": {...}}. Without numbers, Keras takes 0.01.
std::optional<std::pair<double, double>> regularizer_of(const std::string& text) {
  constexpr double kStandard = 0.01;
  nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) json = text;
  if (json.is_object() && json.contains("class_name"))
    json = nlohmann::json{{json["class_name"], json.value("config", nlohmann::json::object())}};
  std::string name;
  nlohmann::json numbers = nlohmann::json::object();
  if (json.is_string()) {
    name = json;
  } else if (json.is_object() && json.size() == 1 && json.begin().value().is_object()) {
    name = json.begin().key();
    numbers = json.begin().value();
  }
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto number = [&](const char* key, double standard) {
    return numbers.contains(key) && numbers[key].is_number() ? numbers[key].get<double>() : standard;
  };
  if (name == "l1") return std::pair(number("l1", kStandard), 0.0);
  if (name == "l2") return std::pair(0.0, number("l2", kStandard));
  if (name == "l1l2" || name == "l1_l2")
    return std::pair(number("l1", numbers.empty() ? kStandard : 0), number("l2", numbers.empty() ? kStandard : 0));
  return std::nullopt;
}

// The members of an InitializerInfo: Distribution::uniform, FanMode::fan_avg, 1, 0, 0, 0, 0.
std::string initializer_text(const InitializerInfo& info) {
  return fmt::format("Distribution::{}, FanMode::{}, {}, {}, {}, {}, {}", name_of(info.distribution),
                     name_of(info.mode), info.scale, info.low, info.high, info.mean, info.stddev);
}

}  // namespace

std::optional<Graph> graph_with_loss(Session& session, const Graph& graph, const Loss& loss) {
  if (const std::string why = untrainable(graph); !why.empty()) {
    session.diagnostics.error(Kind::untrainable, Span{}, "`{}` cannot be trained: {}", graph.model, why);
    return std::nullopt;
  }
  return with_loss(graph, loss);
}

std::optional<Graph> training_graph(Session& session, const Graph& graph, const Loss& loss) {
  auto whole = graph_with_loss(session, graph, loss);
  if (!whole) return std::nullopt;
  return run_passes(session, std::move(*whole), TargetKind::cpu, pipeline(Mode::training));
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
    if (!parameter.regularizer.empty()) {
      const auto regularizer = regularizer_of(parameter.regularizer);
      if (!regularizer) {
        session.diagnostics.error(Kind::untrainable, Span{}, "the regularizer of `{}` is not known: {}", parameter.name,
                                  printable(parameter.regularizer));
        return std::nullopt;
      }
      text.regularizer = fmt::format("{}, {}", regularizer->first, regularizer->second);
    }
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
  EmitOptions::RecipeText text{
      recipe.name, recipe.doc, recipe.path, recipe.data_name, kDataFormats[static_cast<int>(recipe.format)], {},
      {},          {},         {}};
  for (const RecipeMember& member : recipe.members)
    text.members.push_back(
        {member.path, member.type.empty() ? member.value : "train::" + member.type + "::" + member.value});
  for (const RecipeMember& member : recipe.images) text.images.push_back({member.path, member.value});
  for (const RecipeGroup& group : recipe.groups) {
    text.groups.push_back({group.pattern, {}});
    for (const RecipeMember& member : group.members) text.groups.back().members.push_back({member.path, member.value});
  }
  for (const RecipeMetric& metric : recipe.metrics) text.metrics.push_back({metric.name, metric.k});
  return text;
}

}  // namespace specimen::gen
