#include "spec/recipe.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/fields.h"
#include "spec/json.h"

namespace specimen::gen {

namespace {

// A key of a recipe and the member that it sets.
struct Key {
  const char* name;
  const char* member;
  bool is_flag = false;
};

// A class of Keras: what it is to the runtime, its keys, and members whose default is another one in the runtime.
struct Class {
  const char* name;
  const char* kind;
  std::vector<Key> keys;
  std::vector<Key> defaults;  // member and value
};

const std::vector<Class> kOptimizers = {
    {"SGD", "sgd", {{"momentum", "momentum"}, {"nesterov", "nesterov", true}}, {}},
    {"Adam",
     "adam",
     {{"beta_1", "beta_1"},
      {"beta_2", "beta_2"},
      {"epsilon", "epsilon"},
      {"amsgrad", "amsgrad", true},
      {"bias_correction", "bias_correction", true}},
     {}},
    {"AdamW",
     "adam",
     {{"beta_1", "beta_1"},
      {"beta_2", "beta_2"},
      {"epsilon", "epsilon"},
      {"amsgrad", "amsgrad", true},
      {"bias_correction", "bias_correction", true}},
     {{"weight_decay", "0.004"}}},
    {"RMSprop",
     "rmsprop",
     {{"rho", "rho"},
      {"momentum", "momentum"},
      {"epsilon", "epsilon"},
      {"centered", "centered", true},
      {"initial_accumulator_value", "initial_accumulator"}},
     {}},
    {"Adagrad",
     "adagrad",
     {{"initial_accumulator_value", "initial_accumulator"}, {"epsilon", "epsilon"}},
     {{"initial_accumulator", "0.1"}}},
    {"Ftrl",
     "ftrl",
     {{"learning_rate_power", "learning_rate_power"},
      {"initial_accumulator_value", "initial_accumulator"},
      {"l1_regularization_strength", "l1"},
      {"l2_regularization_strength", "l2"},
      {"l2_shrinkage_regularization_strength", "l2_shrinkage"},
      {"beta", "beta"}},
     {{"initial_accumulator", "0.1"}}},
    {"LARS",
     "lars",
     {{"momentum", "momentum"},
      {"nesterov", "nesterov", true},
      {"trust_coefficient", "trust_coefficient"},
      {"classic_momentum", "classic_momentum", true}},
     {}},
};

// Of every optimizer.
const std::vector<Key> kOptimizerKeys = {{"weight_decay", "weight_decay"},
                                         {"clipvalue", "clip_value"},
                                         {"clipnorm", "clip_norm"},
                                         {"global_clipnorm", "clip_global_norm"},
                                         {"ema_momentum", "average_momentum"},
                                         {"gradient_accumulation_steps", "accumulate"}};

const std::vector<Class> kSchedules = {
    {"ExponentialDecay",
     "exponential",
     {{"initial_learning_rate", "rate"},
      {"decay_steps", "decay_steps"},
      {"decay_rate", "decay_rate"},
      {"staircase", "staircase", true}},
     {}},
    {"PolynomialDecay",
     "polynomial",
     {{"initial_learning_rate", "rate"},
      {"decay_steps", "decay_steps"},
      {"end_learning_rate", "end_rate"},
      {"power", "power"},
      {"cycle", "cycle", true}},
     {{"end_rate", "0.0001"}}},
    {"CosineDecay",
     "cosine",
     {{"initial_learning_rate", "rate"}, {"decay_steps", "decay_steps"}, {"alpha", "alpha"}},
     {}},
    {"InverseTimeSquareRoot",
     "inverse_square_root",
     {{"initial_learning_rate", "rate"}, {"decay_steps", "decay_steps"}},
     {}},
};

const std::vector<Key> kScheduleKeys = {{"warmup_steps", "warmup_steps"}, {"warmup_learning_rate", "warmup_rate"}};

const std::vector<Key> kRecipeKeys = {{"batch_size", "batch_size"},
                                      {"epochs", "epochs"},
                                      {"max_steps", "max_steps"},
                                      {"epochs_between_evaluations", "epochs_between_evaluations"},
                                      {"checkpoint_steps", "checkpoint_steps"},
                                      {"seed", "seed"},
                                      {"drop_remainder", "drop_remainder", true},
                                      {"stop_threshold", "stop_threshold"}};

// Of the images of a data set, in training.
const std::vector<Key> kImageKeys = {{"pad", "pad"}, {"flip", "flip", true}};

const std::vector<Key> kGroupKeys = {
    {"learning_rate_multiplier", "rate"}, {"weight_decay", "weight_decay"}, {"l2", "l2"}, {"trust", "trust", true}};

const std::vector<std::string> kMetrics = {"accuracy", "top_k"};

std::vector<std::string> names_of(const std::vector<Class>& classes) {
  std::vector<std::string> names;
  for (const Class& one : classes) names.emplace_back(one.name);
  return names;
}

std::string number_of(double value) {
  std::string text = fmt::format("{}", value);
  return text;
}

class Parser {
 public:
  Parser(const SourceFile& file, Diagnostics& diagnostics) : file_(file), diagnostics_(diagnostics) {}

  std::optional<Recipe> run() {
    const std::optional<Value> json = parse_json(file_, diagnostics_);
    if (!json) return std::nullopt;
    auto fields = Fields::of(*json, "a recipe", diagnostics_);
    std::vector<std::string> known = {"$schema", "recipe", "doc",       "source",     "model",
                                      "data",    "loss",   "optimizer", "parameters", "metrics"};
    for (const Key& key : kRecipeKeys) known.emplace_back(key.name);
    if (!fields || !fields->only(known)) return std::nullopt;
    if (const Value* name = fields->required_string("recipe")) recipe_.name = name->text();
    recipe_.doc = fields->text("doc");
    if (const Value* source = fields->object("source"); source && source->find("reference"))
      recipe_.source = source->find("reference")->text();
    model(fields->required("model"));
    data(fields->required("data"));
    loss(fields->required("loss"));
    optimizer(fields->required("optimizer"));
    groups(*fields);
    metrics(*fields);
    keys(*fields, kRecipeKeys, "");
    if (failed_ || fields->failed() || diagnostics_.has_errors()) return std::nullopt;
    return std::move(recipe_);
  }

 private:
  // `{"SGD": {...}}`, or `"SGD"`: the name, and the object of its arguments; null: it has none.
  struct Named {
    std::string name;
    Span span;
    const Value* arguments = nullptr;
  };
  std::optional<Named> named(const Value* json, const char* what) {
    if (!json) return std::nullopt;
    if (json->is_string()) return Named{json->text(), json->span, nullptr};
    if (json->is_object() && json->object().size() == 1) {
      const Value::Entry& entry = json->object()[0];
      if (entry.value.is_object()) return Named{entry.key, entry.key_span, &entry.value};
    }
    wrong(json->span, fmt::format("{} is a name, or an object of one name and its arguments, not {}", what,
                                  describe(json->kind())));
    return std::nullopt;
  }

  const Class* find(const std::vector<Class>& classes, const Named& named, const char* what) {
    for (const Class& one : classes) {
      if (named.name == one.name) return &one;
    }
    failed_ = true;
    diagnostics_.error(Kind::spec_bad_value, named.span, "there is no {} `{}`", what, printable(named.name))
        .suggest(nearest(named.name, names_of(classes)))
        .note("there are {}", join(names_of(classes), ", "));
    return nullptr;
  }

  void model(const Value* json) {
    const auto name = named(json, "the model");
    if (!name) return;
    recipe_.model = name->name;
    if (!name->arguments) return;
    for (const Value::Entry& entry : name->arguments->object()) recipe_.settings.push_back({entry.key, entry.value});
  }

  void data(const Value* json) {
    const auto name = named(json, "the data");
    if (!name) return;
    const std::vector<std::string> formats(std::begin(kDataFormats), std::end(kDataFormats));
    const auto format = std::find(formats.begin(), formats.end(), name->name);
    if (format == formats.end()) {
      failed_ = true;
      diagnostics_.error(Kind::spec_bad_value, name->span, "there is no reader `{}` of recipes", printable(name->name))
          .suggest(nearest(name->name, formats))
          .note("there are {}", join(formats, ", "));
      return;
    }
    recipe_.format = static_cast<DataFormat>(format - formats.begin());
    if (!name->arguments) return;
    auto fields = Fields::of(*name->arguments, "the data", diagnostics_);
    if (!fields || !fields->only({"name", "pad", "flip"})) return fail();
    recipe_.data_name = fields->text("name");
    keys(*fields, kImageKeys, "", &recipe_.images);
    if (fields->failed()) fail();
  }

  void loss(const Value* json) {
    const auto name = named(json, "the loss");
    if (!name) return;
    if (name->name != "SparseCategoricalCrossentropy") {
      failed_ = true;
      diagnostics_.error(Kind::spec_bad_value, name->span,
                         "there is no loss `{}` yet; there is `SparseCategoricalCrossentropy`", printable(name->name));
      return;
    }
    if (!name->arguments) return;
    auto fields = Fields::of(*name->arguments, "the loss", diagnostics_);
    // What the model's output is says whether it holds logits.
    if (!fields || !fields->only({"from_logits", "label_smoothing"})) return fail();
    fields->flag("from_logits");
    const double smoothing = fields->number("label_smoothing").value_or(0);
    if (fields->failed()) return fail();
    if (!(smoothing >= 0 && smoothing < 1))
      return wrong(fields->get("label_smoothing")->span, "label_smoothing is at least 0 and below 1");
    recipe_.label_smoothing = smoothing;
  }

  void optimizer(const Value* json) {
    const auto name = named(json, "the optimizer");
    const Class* of = name ? find(kOptimizers, *name, "optimizer") : nullptr;
    if (!of) return;
    set("optimizer.kind", "OptimizerKind", of->kind);
    for (const Key& standard : of->defaults) set(std::string("optimizer.") + standard.name, "", standard.member);
    if (!name->arguments) return;
    auto fields = Fields::of(*name->arguments, "the optimizer " + name->name, diagnostics_);
    std::vector<Key> all = of->keys;
    all.insert(all.end(), kOptimizerKeys.begin(), kOptimizerKeys.end());
    std::vector<std::string> known = {"learning_rate"};
    for (const Key& key : all) known.emplace_back(key.name);
    if (!fields || !fields->only(known)) return fail();
    keys(*fields, all, "optimizer.");
    schedule(fields->get("learning_rate"));
  }

  void schedule(const Value* json) {
    if (!json) return;
    if (json->is_number()) {
      set("schedule.kind", "ScheduleKind", "constant");
      return set("schedule.rate", "", number_of(json->number()));
    }
    const auto name = named(json, "the learning rate");
    if (!name) return;
    if (name->name == "PiecewiseConstantDecay") return piecewise(*name);
    const Class* of = find(kSchedules, *name, "schedule");
    if (!of) return;
    set("schedule.kind", "ScheduleKind", of->kind);
    for (const Key& standard : of->defaults) set(std::string("schedule.") + standard.name, "", standard.member);
    if (!name->arguments) return;
    auto fields = Fields::of(*name->arguments, "the schedule " + name->name, diagnostics_);
    std::vector<Key> all = of->keys;
    all.insert(all.end(), kScheduleKeys.begin(), kScheduleKeys.end());
    std::vector<std::string> known;
    for (const Key& key : all) known.emplace_back(key.name);
    if (!fields || !fields->only(known)) return fail();
    keys(*fields, all, "schedule.");
  }

  void piecewise(const Named& name) {
    const Value given = name.arguments ? *name.arguments : Value(Value::Object()).at(name.span);
    auto fields = Fields::of(given, "the schedule " + name.name, diagnostics_);
    std::vector<std::string> known = {"boundaries", "values"};
    for (const Key& key : kScheduleKeys) known.emplace_back(key.name);
    if (!fields || !fields->only(known)) return fail();
    fields->required("boundaries"), fields->required("values");
    const Value *boundaries = fields->list("boundaries"), *values = fields->list("values");
    if (!boundaries || !values || fields->failed()) return fail();
    constexpr std::size_t kMost = 16;
    if (boundaries->list().size() + 1 != values->list().size() || boundaries->list().size() > kMost)
      return wrong(values->span,
                   fmt::format("there is one value more than boundaries, of which there are at most {}", kMost));
    set("schedule.kind", "ScheduleKind", "piecewise");
    set("schedule.pieces", "", std::to_string(boundaries->list().size()));
    for (std::size_t i = 0; i < values->list().size(); ++i) {
      const Value& value = values->list()[i];
      if (!value.is_number()) return wrong(value.span, "a value of a schedule is a number");
      set(i == 0 ? "schedule.rate" : fmt::format("schedule.value[{}]", i - 1), "", number_of(value.number()));
      if (i == 0) continue;
      const Value& boundary = boundaries->list()[i - 1];
      if (!boundary.is(Value::Kind::integer)) return wrong(boundary.span, "a boundary is a number of steps");
      set(fmt::format("schedule.boundary[{}]", i - 1), "", std::to_string(boundary.integer()));
    }
    keys(*fields, kScheduleKeys, "schedule.");
  }

  void metrics(Fields& fields) {
    const Value* list = fields.list("metrics");
    for (const Value& json : list ? list->list() : Value::List()) {
      const auto name = named(&json, "a metric");
      if (!name) continue;
      RecipeMetric metric{name->name, 5};
      if (std::find(kMetrics.begin(), kMetrics.end(), metric.name) == kMetrics.end()) {
        failed_ = true;
        diagnostics_.error(Kind::spec_bad_value, name->span, "there is no metric `{}`", printable(metric.name))
            .suggest(nearest(metric.name, kMetrics));
        continue;
      }
      if (const Value* k = name->arguments ? name->arguments->find("k") : nullptr)
        metric.k = static_cast<int>(k->integer());
      recipe_.metrics.push_back(std::move(metric));
    }
  }

  // `[{"pattern": "**/kernel", "l2": 0.0002}]`
  void groups(Fields& fields) {
    const Value* list = fields.list("parameters");
    for (const Value& json : list ? list->list() : Value::List()) {
      auto group = Fields::of(json, "a group of parameters", diagnostics_);
      std::vector<std::string> known = {"pattern"};
      for (const Key& key : kGroupKeys) known.emplace_back(key.name);
      if (!group || !group->only(known)) return fail();
      const Value* pattern = group->required_string("pattern");
      if (!pattern) return fail();
      RecipeGroup made{pattern->text(), {}};
      keys(*group, kGroupKeys, "", &made.members);
      recipe_.groups.push_back(std::move(made));
    }
  }

  void keys(Fields& fields, const std::vector<Key>& list, const std::string& prefix,
            std::vector<RecipeMember>* members = nullptr) {
    for (const Key& key : list) {
      const Value* value = fields.get(key.name);
      if (!value) continue;
      if (key.is_flag ? !value->is(Value::Kind::boolean) : !value->is_number()) {
        wrong(value->span, fmt::format("`{}` is {}, not {}", key.name, key.is_flag ? "true or false" : "a number",
                                       describe(value->kind())));
        continue;
      }
      if (!key.is_flag && value->number() < 0 && std::string_view(key.name) != "learning_rate_power") {
        wrong(value->span, fmt::format("`{}` is not below 0", key.name));
        continue;
      }
      std::string text = key.is_flag                       ? (value->boolean() ? "true" : "false")
                         : value->is(Value::Kind::integer) ? std::to_string(value->integer())
                                                           : number_of(value->number());
      if (members) {
        members->push_back({key.member, "", std::move(text)});
      } else {
        set(prefix + key.member, "", std::move(text));
      }
    }
  }

  void set(std::string path, std::string type, std::string value) {
    for (RecipeMember& member : recipe_.members) {
      if (member.path == path) {
        member.value = std::move(value);
        return;
      }
    }
    recipe_.members.push_back({std::move(path), std::move(type), std::move(value)});
  }

  void wrong(const Span& span, const std::string& text) {
    failed_ = true;
    diagnostics_.error(Kind::spec_bad_value, span, "{}", text);
  }
  void fail() { failed_ = true; }

  const SourceFile& file_;
  Diagnostics& diagnostics_;
  Recipe recipe_;
  bool failed_ = false;
};

}  // namespace

std::optional<Recipe> parse_recipe(const SourceFile& file, Diagnostics& diagnostics) {
  return Parser(file, diagnostics).run();
}

}  // namespace specimen::gen
