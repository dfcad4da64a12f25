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
  if (const std::string why = untrainable(graph, loss); !why.empty()) {
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

namespace {

// The file of a recipe; null after a diagnostic at `span`.
const SourceFile* recipe_file(Session& session, const std::string& name, const Span& span, std::string* shown) {
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
    session.diagnostics.error(Kind::recipe_unknown, span, "there is no recipe `{}`", printable(name))
        .suggest(nearest(name, known))
        .note("a recipe of your own is a file: its path ends with .json");
    return nullptr;
  }
  const auto text = read_file(path, kLargestRecipe, session.diagnostics);
  if (!text) return nullptr;
  *shown = name.ends_with(".json") ? path : "specs/recipes/" + name + ".json";
  return session.library().sources().add(path, *text);
}

}  // namespace

std::optional<Recipe> find_recipe(Session& session, const std::string& name, std::vector<std::string>* settings) {
  Settings given;
  for (const std::string& text : *settings) {
    auto setting = parse_setting(text, session.library().sources(), session.diagnostics);
    if (!setting) return std::nullopt;
    given.push_back(std::move(*setting));
  }
  std::string path, other;
  const SourceFile* file = recipe_file(session, name, Span{}, &path);
  if (!file) return std::nullopt;
  const FindRecipe find = [&](const std::string& base, const Span& span) {
    return recipe_file(session, base, span, &other);
  };
  auto recipe = parse_recipe(*file, find, &given, session.diagnostics);
  if (!recipe) return std::nullopt;
  recipe->path = path;
  settings->clear();
  for (const auto& [model_setting, value] : recipe->settings) settings->push_back(model_setting + "=" + to_json(value));
  for (const Value::Entry& setting : given) settings->push_back(setting.key + "=" + to_json(setting.value));
  return recipe;
}

namespace {

EmitOptions::RecipeText::Members members_text(const std::vector<RecipeMember>& members) {
  EmitOptions::RecipeText::Members list;
  for (const RecipeMember& member : members)
    list.push_back({member.path, member.type.empty() ? member.value : "train::" + member.type + "::" + member.value});
  return list;
}

}  // namespace

EmitOptions::RecipeText recipe_text(const Recipe& recipe, bool from_logits) {
  EmitOptions::RecipeText text;
  text.name = recipe.name;
  text.doc = recipe.doc;
  text.path = recipe.path;
  text.exported = recipe.exported;
  text.members = members_text(recipe.members);
  text.from_logits = from_logits;
  text.each_class = info(recipe.loss.kind).link == LossLink::sigmoid;
  const RecipeData& data = recipe.data;
  text.data.name = data.name;
  text.data.format = kDataFormats[static_cast<int>(data.format)];
  for (const RecipeFile& file : data.training) text.data.training.push_back({file.field, file.path});
  for (const RecipeFile& file : data.evaluation) text.data.evaluation.push_back({file.field, file.path});
  text.data.columns = data.columns;
  for (const RecipeInput& input : data.inputs) text.data.inputs.push_back({input.input, input.fields});
  text.data.labels = data.labels;
  text.data.weight = data.weight;
  text.data.label_offset = data.label_offset;
  text.data.images = members_text(data.images);
  text.data.crops = data.crops;
  text.data.crop = members_text(data.crop);
  for (const RecipeGroup& group : recipe.groups) text.groups.push_back({group.pattern, members_text(group.members)});
  for (const RecipeMetric& metric : recipe.metrics) text.metrics.push_back({metric.name, metric.k});
  return text;
}

}  // namespace specimen::gen
