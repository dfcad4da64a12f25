#include "spec/recipe.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/fields.h"
#include "spec/json.h"
#include "spec/template.h"

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
                                         {"ema_warmup", "average_warmup", true},
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

const std::vector<Key> kScheduleKeys = {{"warmup_steps", "warmup_steps"},
                                        {"warmup_learning_rate", "warmup_rate"},
                                        {"warmup_to_initial", "warmup_to_rate", true},
                                        {"starts_after_warmup", "starts_after_warmup", true}};

const std::vector<Key> kRecipeKeys = {{"batch_size", "batch_size"},
                                      {"epochs", "epochs"},
                                      {"max_steps", "max_steps"},
                                      {"epochs_between_evaluations", "epochs_between_evaluations"},
                                      {"checkpoint_steps", "checkpoint_steps"},
                                      {"seed", "seed"},
                                      {"drop_remainder", "drop_remainder", true},
                                      {"stop_threshold", "stop_threshold"}};

// Of the images of a data set, in training.
const std::vector<Key> kImageKeys = {{"pad", "pad"},
                                     {"flip", "flip", true},
                                     {"brightness", "colors.brightness"},
                                     {"contrast", "colors.contrast"},
                                     {"saturation", "colors.saturation"}};

// Of the crops of ImageNet's references, in training.
const std::vector<Key> kCropKeys = {{"min_area", "min_area"},
                                    {"max_area", "max_area"},
                                    {"min_aspect", "min_aspect"},
                                    {"max_aspect", "max_aspect"},
                                    {"min_object_covered", "min_object_covered"}};

// What each format of data has beside `name`, `inputs`, `label`, `weight` and `label_offset`.
struct Format {
  bool images, files, crops;
};
constexpr Format kFormats[] = {{true, false, false},  {true, false, false}, {true, true, false}, {false, true, false},
                               {false, true, false},  {false, true, false}, {true, true, true},  {true, true, true},
                               {false, false, false}, {false, false, false}};
static_assert(std::size(kFormats) == std::size(kDataFormats));

const std::vector<Key> kGroupKeys = {
    {"learning_rate_multiplier", "rate"}, {"weight_decay", "weight_decay"}, {"l2", "l2"}, {"trust", "trust", true}};

// Of MetricKind.
const std::vector<std::string> kMetrics = {
    "accuracy",           "top_k", "precision", "recall", "auc", "f1", "crossentropy", "mean_squared_error",
    "mean_absolute_error"};

constexpr int kMostRecipesExtended = 8;

// The recipe with the members of `over` in place of its own. An object's members replace those of the same object; one
// that names a class (`{"SGD": {...}}`) is replaced by one that names another.
Value merged(const Value& base, const Value& over) {
  if (!base.is_object() || !over.is_object()) return over;
  const auto named = [](const Value& v) { return v.object().size() == 1 && v.object()[0].value.is_object(); };
  if (named(base) && named(over) && base.object()[0].key != over.object()[0].key) return over;
  Value::Object members = base.object();
  for (const Value::Entry& entry : over.object()) {
    const auto same = std::find_if(members.begin(), members.end(), [&](const auto& m) { return m.key == entry.key; });
    if (same == members.end()) {
      members.push_back(entry);
    } else {
      same->value = merged(same->value, entry.value);
      same->key_span = entry.key_span;
    }
  }
  return Value(std::move(members)).at(over.span);
}

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
  Parser(const FindRecipe& find, Settings* settings, Diagnostics& diagnostics)
      : find_(find), settings_(settings), diagnostics_(diagnostics) {}

  std::optional<Recipe> run(const SourceFile& file) {
    const std::optional<Value> whole = read(file, 0);
    const std::optional<Value> json = whole ? evaluated(*whole) : std::nullopt;
    if (!json) return std::nullopt;
    auto fields = Fields::of(*json, "a recipe", diagnostics_);
    std::vector<std::string> known = {"$schema", "recipe", "doc",       "source",     "extends", "arguments", "model",
                                      "data",    "loss",   "optimizer", "parameters", "metrics", "freeze"};
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
    recipe_.freeze = texts(fields->get("freeze"));
    if (failed_ || fields->failed() || diagnostics_.has_errors()) return std::nullopt;
    recipe_.loss.weighted = !recipe_.data.weight.empty();
    return std::move(recipe_);
  }

 private:
  // The file, over those that it extends.
  std::optional<Value> read(const SourceFile& file, int depth) {
    std::optional<Value> json = parse_json(file, diagnostics_);
    if (!json || !json->is_object()) return json;
    const Value* base = json->find("extends");
    if (!base) return json;
    if (!base->is_string()) {
      wrong(base->span, "`extends` names a recipe");
      return std::nullopt;
    }
    if (depth == kMostRecipesExtended) {
      diagnostics_.error(Kind::extends_cycle, base->span, "recipes extend one another more than {} deep", depth);
      return std::nullopt;
    }
    const SourceFile* found = find_(base->text(), base->span);
    const std::optional<Value> below = found ? read(*found, depth + 1) : std::nullopt;
    if (!below) return std::nullopt;
    return merged(*below, *json);
  }

  // With the values of `arguments`, those of the command line among them, in place of expressions.
  std::optional<Value> evaluated(const Value& json) {
    if (!json.is_object()) return json;
    Scope scope;
    const Value* arguments = json.find("arguments");
    if (arguments && !arguments->is_object()) {
      wrong(arguments->span, "`arguments` is an object of names and values");
      return std::nullopt;
    }
    for (const Value::Entry& entry : arguments ? arguments->object() : Value::Object()) {
      const auto set = std::find_if(settings_->begin(), settings_->end(),
                                    [&](const Value::Entry& setting) { return setting.key == entry.key; });
      const auto given = Template::value(set == settings_->end() ? entry.value : set->value, diagnostics_);
      const auto value = given ? given->evaluate(scope, diagnostics_) : std::nullopt;
      if (!value) return std::nullopt;
      if (set != settings_->end()) settings_->erase(set);
      scope.set(entry.key, *value);
    }
    const auto whole = Template::value(json, diagnostics_);
    return whole ? whole->evaluate(scope, diagnostics_) : std::nullopt;
  }

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
    RecipeData& data = recipe_.data;
    data.format = static_cast<DataFormat>(format - formats.begin());
    const Format& of = kFormats[static_cast<std::size_t>(data.format)];
    const bool table = data.format == DataFormat::csv || data.format == DataFormat::tsv;
    const Value given = name->arguments ? *name->arguments : Value(Value::Object()).at(name->span);
    auto fields = Fields::of(given, "the data", diagnostics_);
    std::vector<std::string> known = {"name", "label", "weight", "label_offset"};
    const bool fixed = data.format == DataFormat::texts;  // its fields have names of their own
    if (fixed) known = {"name"};
    if (of.files) known.insert(known.end(), {"training", "evaluation"});
    if (of.images) known.insert(known.end(), {"pad", "flip", "brightness", "contrast", "saturation"});
    if (of.crops) known.insert(known.end(), {"crop"});
    if (data.format != DataFormat::image_directory && !fixed) known.insert(known.end(), {"inputs"});
    if (table) known.insert(known.end(), {"columns"});
    if (!fields || !fields->only(known)) return fail();
    data.name = fields->text("name");
    data.weight = fields->text("weight");
    data.labels = texts(fields->get("label"));
    if (data.labels.empty()) data.labels = {"label"};
    if (const auto offset = fields->number("label_offset")) data.label_offset = static_cast<int>(*offset);
    keys(*fields, kImageKeys, "", &data.images);
    if (const Value* crop = fields->object("crop")) {
      auto of_crop = Fields::of(*crop, "the crop", diagnostics_);
      std::vector<std::string> names;
      for (const Key& key : kCropKeys) names.emplace_back(key.name);
      if (!of_crop || !of_crop->only(names)) return fail();
      keys(*of_crop, kCropKeys, "", &data.crop);
      data.crops = true;
    }
    data.columns = texts(fields->get("columns"));
    if (const Value* inputs = fields->object("inputs")) {
      for (const Value::Entry& entry : inputs->object()) data.inputs.push_back({entry.key, texts(&entry.value)});
    }
    if (of.files) {
      data.training = files(*fields, "training");
      data.evaluation = files(*fields, "evaluation");
    }
    if (fields->failed()) fail();
  }

  // "a" or ["a", "b"]; null: none.
  std::vector<std::string> texts(const Value* json) {
    std::vector<std::string> list;
    if (!json) return list;
    for (const Value& one : json->is_list() ? json->list() : Value::List{*json}) {
      if (!one.is_string() || one.text().empty()) {
        wrong(one.span, fmt::format("this is a text, not {}", describe(one.kind())));
        continue;
      }
      list.push_back(one.text());
    }
    return list;
  }

  // "train.csv", or of npy {"image": "x_train.npy", "label": "y_train.npy"}.
  std::vector<RecipeFile> files(Fields& fields, const char* part) {
    std::vector<RecipeFile> list;
    const DataFormat format = recipe_.data.format;
    const bool standard = format == DataFormat::tfrecord || format == DataFormat::image_directory;
    const Value* json = standard ? fields.get(part) : fields.required(part);
    if (!json) return list;
    if (format != DataFormat::npy) {
      for (const std::string& text : texts(json)) list.push_back({"", text});
      if (list.size() > 1) wrong(json->span, fmt::format("`{}` is one name", part));
      return list;
    }
    if (!json->is_object() || json->object().empty()) {
      wrong(json->span, fmt::format("`{}` of npy is an object of fields and files", part));
      return list;
    }
    for (const Value::Entry& entry : json->object()) {
      const std::vector<std::string> text = texts(&entry.value);
      if (text.size() == 1) list.push_back({entry.key, text[0]});
    }
    return list;
  }

  void loss(const Value* json) {
    const auto name = named(json, "the loss");
    if (!name) return;
    const auto of =
        std::find_if(losses().begin(), losses().end(), [&](const LossInfo& one) { return name->name == one.name; });
    if (of == losses().end()) {
      std::vector<std::string> names;
      for (const LossInfo& one : losses()) names.emplace_back(one.name);
      failed_ = true;
      diagnostics_.error(Kind::spec_bad_value, name->span, "there is no loss `{}`", printable(name->name))
          .suggest(nearest(name->name, names))
          .note("there are {}", join(names, ", "));
      return;
    }
    Loss& loss = recipe_.loss;
    loss.kind = of->kind;
    if (!name->arguments) return;
    auto fields = Fields::of(*name->arguments, "the loss", diagnostics_);
    std::vector<std::string> known(of->keys.begin(), of->keys.end());
    if (of->link != LossLink::none) known.emplace_back("from_logits");
    if (!fields || !fields->only(known)) return fail();
    if (fields->get("from_logits")) loss.from_logits = fields->flag("from_logits");
    loss.apply_class_balancing = fields->flag("apply_class_balancing");
    for (const auto& [key, member] : {std::pair("label_smoothing", &loss.label_smoothing),
                                      {"delta", &loss.delta},
                                      {"alpha", &loss.alpha},
                                      {"gamma", &loss.gamma}})
      *member = fields->number(key).value_or(*member);
    if (fields->failed()) return fail();
    if (const std::string problem = check(loss); !problem.empty()) wrong(name->arguments->span, problem);
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
      if (const Value* k = name->arguments ? name->arguments->find("k") : nullptr) {
        if (k->integer() < 1 || k->integer() > 1000000) wrong(k->span, "`k` is a number of classes");
        metric.k = static_cast<int>(k->integer());
      }
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

  const FindRecipe& find_;
  Settings* settings_;
  Diagnostics& diagnostics_;
  Recipe recipe_;
  bool failed_ = false;
};

}  // namespace

std::optional<Recipe> parse_recipe(const SourceFile& file, const FindRecipe& find, Settings* settings,
                                   Diagnostics& diagnostics) {
  return Parser(find, settings, diagnostics).run(file);
}

}  // namespace specimen::gen
