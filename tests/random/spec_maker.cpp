#include "random/spec_maker.h"

#include <fmt/format.h>

#include <algorithm>

#include "graph/build.h"
#include "graph/layers/layer.h"
#include "graph/shapes.h"
#include "random/built_spec.h"
#include "spec/library.h"

namespace specimen::gen {

namespace {

constexpr int kProposals = 40;            // for one statement
constexpr std::int64_t kLargest = 12000;  // elements of an example, of any value

struct Named {
  std::string name;
  Shape shape;
  DType dtype = DType::f32;
  bool read = false;
};

Json shape_json(const Shape& shape) {
  Json list = Json::array();
  for (const Dim& dim : shape) dim.is_constant() ? list.push_back(dim.value()) : list.push_back(dim.text());
  return list;
}

Json input_json(const Named& input) {
  return {{"shape", shape_json(input.shape)}, {"dtype", input.dtype == DType::i32 ? "int32" : "float32"}};
}

// A statement a line.
std::string text_of(const Json& spec) {
  std::string text = "{\n";
  bool first = true;
  for (const auto& [key, value] : spec.items()) {
    text += fmt::format("{}  \"{}\": ", first ? "" : ",\n", key);
    first = false;
    if (key == "layers" || key == "edit") {
      text += "[\n";
      for (std::size_t i = 0; i < value.size(); ++i)
        text += "    " + value[i].dump() + (i + 1 < value.size() ? ",\n" : "\n");
      text += "  ]";
    } else {
      text += value.dump();
    }
  }
  return text + "\n}\n";
}

// The layers of one model or block, and the values that they gave.
class Maker {
 public:
  Maker(std::string name, Dice& dice, const Usage& usage, RandomSpec* spec)
      : name_(std::move(name)), dice_(dice), usage_(usage), spec_(spec) {}

  std::vector<Named> inputs, values;
  Json layers = Json::array();

  void add_input(Named input) {
    inputs.push_back(input);
    values.push_back(std::move(input));
  }

  // Most ids are looked up first: few other layers read them.
  void look_up_ids() {
    for (const Named& input : std::vector<Named>(inputs)) {
      if (input.dtype == DType::i32 && dice_.chance(0.7))
        accept(statement("Embedding", find_layer_rule("Embedding")->info.arguments, {&value(input.name)}));
    }
  }

  // One more statement; false: nothing that was proposed is accepted.
  bool grow(bool may_nest) {
    for (int i = 0; i < kProposals; ++i) {
      const double what = dice_.uniform(0, 1);
      if (!may_nest || what < 0.72) {
        if (propose_layer()) return true;
      } else if (what < 0.80) {
        if (propose_zoo_block()) return true;
      } else if (what < 0.87) {
        if (propose_shared_weights()) return true;
      } else if (what < 0.94) {
        if (propose_own_block()) return true;
      } else if (propose_repeat()) {
        return true;
      }
    }
    return false;
  }

  // A sum of the last value and the first, where their shapes are equal.
  bool close_residual() {
    const Named &first = values.front(), &last = values.back();
    if (first.shape != last.shape || first.name == last.name) return false;
    return accept({{"Add", Json::object()}, {"from", {first.name, last.name}}, {"name", fresh("add")}});
  }

 private:
  std::string fresh(const std::string& stem) { return fmt::format("{}{}", stem, ++counter_); }

  static std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
  }

  const Named& value(const std::string& name) const {
    return *std::find_if(values.begin(), values.end(), [&](const Named& v) { return v.name == name; });
  }

  // Late values more than early ones, so that specs grow deep.
  const Named& any_value() {
    const int count = static_cast<int>(values.size());
    if (dice_.chance(0.25)) return values[static_cast<std::size_t>(dice_.below(count))];
    return values[static_cast<std::size_t>(count - 1 - dice_.below(std::min(count, 3)))];
  }

  // An input behind the first: mostly one of equal shape.
  const Named& partner(const Named& first) {
    std::vector<const Named*> equal, alike, masks;
    for (const Named& v : values) {
      const bool of_tokens = v.dtype == DType::i32 && v.shape.size() == 2 && first.shape.size() == 3;
      if (of_tokens && v.shape[1] == first.shape[1]) masks.push_back(&v);
      if (v.shape == first.shape && v.dtype == first.dtype) equal.push_back(&v);
      if (v.shape.size() == first.shape.size() && v.shape.size() > 1 && v.shape[1] == first.shape[1])
        alike.push_back(&v);
    }
    if (!masks.empty() && dice_.chance(0.25)) return *dice_.pick(masks);
    if (dice_.chance(0.6)) return *dice_.pick(equal);
    if (!alike.empty() && dice_.chance(0.6)) return *dice_.pick(alike);
    return any_value();
  }

  int uses(const std::string& layer) const {
    const auto found = usage_.layers.find(layer);
    // Convolutions have the most ways to differ, then norms (over rows, images, what is stored among other channels)
    // and what reads masks.
    const bool two = layer.ends_with("Normalization") || layer.ends_with("1D") || layer.ends_with("Attention");
    const int ways = layer.ends_with("Conv2D") ? 3 : two ? 2 : 1;
    return found == usage_.layers.end() ? 0 : found->second / ways;
  }

  Json draw_arguments(const std::string& callee, const std::vector<Argument>& arguments,
                      const std::vector<Shape>& shapes) {
    Json drawn = Json::object();
    for (const Argument& argument : arguments) {
      const bool fresh = find_layer_rule(callee) && !usage_.arguments.count(callee + "." + argument.name);
      const double chance = only_for_training(argument) ? 0.03 : fresh ? 1 : 0.4;
      if (!argument.required && !dice_.chance(chance)) continue;
      if (auto given = draw_argument(argument, shapes, dice_)) drawn[argument.name] = *given;
    }
    return drawn;
  }

  std::vector<const Named*> draw_inputs(int fewest, int most) {
    const int count = fewest + dice_.below((most < 0 ? fewest + 2 : most) - fewest + 1);
    std::vector<const Named*> drawn = {&any_value()};
    while (static_cast<int>(drawn.size()) < count) drawn.push_back(&partner(*drawn[0]));
    return drawn;
  }

  static Json from_json(const std::vector<const Named*>& from) {
    if (from.size() == 1) return from[0]->name;
    Json list = Json::array();
    for (const Named* v : from) list.push_back(v->name);
    return list;
  }

  Json statement(const std::string& callee, const std::vector<Argument>& arguments,
                 const std::vector<const Named*>& from) {
    std::vector<Shape> shapes;
    for (const Named* v : from) shapes.push_back(v->shape);
    return {
        {callee, draw_arguments(callee, arguments, shapes)}, {"from", from_json(from)}, {"name", fresh(lower(callee))}};
  }

  bool propose_layer() {
    // The rarer of three.
    const LayerRule* rarest = nullptr;
    for (int i = 0; i < 3; ++i) {
      const LayerRule& other = dice_.pick(layer_rules());
      if (!rarest || uses(other.info.name) < uses(rarest->info.name)) rarest = &other;
    }
    const LayerRule& rule = *rarest;
    if (rule.info.name == "Dropout" && dice_.chance(0.7)) return false;
    Json call = statement(rule.info.name, rule.info.arguments, draw_inputs(rule.info.min_inputs, rule.info.max_inputs));
    if (rule.info.name == "ReverseEmbedding") {
      const std::vector<std::string> tables = named_uses({"Embedding"});
      if (tables.empty()) return false;
      call["weights_of"] = dice_.pick(tables);
      for (const Json& layer : layers) {
        if (layer.value("name", "") == call["weights_of"])
          call["ReverseEmbedding"]["input_dim"] = layer["Embedding"]["input_dim"];
      }
    }
    return accept(call);
  }

  bool propose_zoo_block() {
    const BlockSpec& block = *dice_.pick(zoo_blocks());
    const int count = std::max(1, static_cast<int>(block.inputs.size()));
    return accept(statement(block.name, block.arguments, draw_inputs(count, count)));
  }

  // Names of statements of these callees; of all: no callees.
  std::vector<std::string> named_uses(const std::set<std::string>& callees) const {
    std::vector<std::string> names;
    for (const Json& layer : layers) {
      if (layer.contains("name") && (callees.empty() || callees.count(layer.begin().key())))
        names.push_back(layer["name"].get<std::string>());
    }
    return names;
  }

  // An earlier layer or block once more: its arguments and weights, another input.
  bool propose_shared_weights() {
    if (layers.empty()) return false;
    Json call = dice_.pick(std::vector<Json>(layers.begin(), layers.end()));
    if (!call.contains("name") || call.contains("weights_of")) return false;
    call["weights_of"] = call["name"];
    Json& from = call["from"];
    if (from.is_string()) {
      from = dice_.chance(0.6) ? partner(value(from.get<std::string>())).name : values.back().name;
    }
    call["name"] = fresh("shared");
    return accept(call);
  }

  // A block of its own file, used once or more.
  bool propose_own_block() {
    const std::string* block = own_block(any_value(), false);
    if (!block) return false;
    const Named& x = last_input_;
    bool used = false;
    std::string first;
    for (int uses = 1 + dice_.below(3); uses > 0; --uses) {
      Json call = {{*block, Json::object()}, {"from", used ? partner(x).name : x.name}, {"name", fresh("use")}};
      if (used && dice_.chance(0.5)) call["weights_of"] = first;
      if (!accept(call)) continue;
      if (!used) first = values.back().name;
      used = true;
    }
    return used;
  }

  // A block that keeps its input's shape, a few times in a row.
  bool propose_repeat() {
    const std::string* block = own_block(any_value(), true);
    if (!block) return false;
    const Named x = last_input_;
    const std::string stem = fresh("turn");
    const int turns = 2 + dice_.below(3);
    const Json start = {{"Identity", Json::object()}, {"from", x.name}, {"name", stem + "_start"}};
    const Json loop = {{"for", "i"},
                       {"in", fmt::format("=range({})", turns)},
                       {"layers", {{{*block, Json::object()}, {"name", stem + "_{i}"}}}}};
    const Json before = layers;
    if (!accept(start)) return false;
    layers.push_back(loop);
    Named result = x;
    result.name = fmt::format("{}_{}", stem, turns - 1);
    result.read = false;
    values.pop_back();  // what the loop begins with is not for others: they read x
    if (!try_whole(result.name)) {
      layers = before;
      return false;
    }
    mark_read(x.name);
    values.push_back(result);
    return true;
  }

  // Makes a block for this input and returns its name; the input is in `last_input_`.
  const std::string* own_block(const Named& x, bool keeps_shape) {
    if (x.dtype != DType::f32) return nullptr;
    last_input_ = x;
    const std::string name = fmt::format("{}_block{}", spec_->name, spec_->files.size() + 1);
    Maker body(name, dice_, usage_, spec_);
    body.add_input({"x", x.shape, x.dtype});
    for (int steps = 1 + dice_.below(3), i = 0; i < 8 && steps > 0; ++i) {
      const std::size_t kept_values = body.values.size();
      const Json kept_layers = body.layers;
      if (!body.grow(false)) continue;
      if (keeps_shape && body.values.back().shape != x.shape && dice_.chance(0.7)) {
        body.values.resize(kept_values);
        body.layers = kept_layers;
        continue;
      }
      --steps;
    }
    if (body.layers.empty()) return nullptr;
    if (keeps_shape || dice_.chance(0.4)) body.close_residual();
    if (keeps_shape && body.values.back().shape != x.shape) return nullptr;
    if (body.values.back().dtype != DType::f32) return nullptr;
    spec_->files.push_back({name + ".json", text_of({{"block", name}, {"inputs", {"x"}}, {"layers", body.layers}})});
    block_name_ = name;
    return &block_name_;
  }

  void mark_read(const std::string& name) {
    for (Named& v : values) v.read = v.read || v.name == name;
  }

  // Of most layers their name; a split has several.
  static std::vector<std::string> results_of(const Json& call) {
    const std::string name = call["name"].get<std::string>();
    if (!call.contains("Split")) return {name};
    const Json& parts = call["Split"]["num_or_size_splits"];
    const int count = parts.is_array() ? static_cast<int>(parts.size()) : parts.get<int>();
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) names.push_back(fmt::format("{}/{}", name, i));
    return names;
  }

  // Keeps the statement where Specimen accepts it.
  bool accept(const Json& call) {
    std::vector<Named> made;
    for (const std::string& name : results_of(call)) {
      std::optional<Named> one;
      if (call.contains("weights_of")) {
        layers.push_back(call);
        one = try_whole(name);
        layers.erase(layers.size() - 1);
      } else {
        one = try_alone(call, name);
      }
      if (!one) return false;
      const std::int64_t elements = most_example_elements(one->shape, {{"batch", 1}, {"sequence", kMostTokens}});
      if (elements < 1 || elements > kLargest) return false;
      made.push_back(std::move(*one));
    }
    layers.push_back(call);
    const Json& from = call["from"];
    for (const Json& one : from.is_array() ? from : Json::array({from})) mark_read(one.get<std::string>());
    values.insert(values.end(), made.begin(), made.end());
    return true;
  }

  // The statement, reading inputs of these shapes.
  std::optional<Named> try_alone(const Json& call, const std::string& output) const {
    Json probe = {{"model", "probe"}, {"symbols", symbols()}, {"inputs", Json::object()}};
    const Json& from = call["from"];
    for (const Json& one : from.is_array() ? from : Json::array({from}))
      probe["inputs"][one.get<std::string>()] = input_json(value(one.get<std::string>()));
    probe["layers"] = Json::array({call});
    return result_of(probe, output);
  }

  // All layers so far.
  std::optional<Named> try_whole(const std::string& output) const {
    Json probe = {{"model", "probe"}, {"symbols", symbols()}, {"inputs", Json::object()}};
    for (const Named& input : inputs) probe["inputs"][input.name] = input_json(input);
    probe["layers"] = layers;
    return result_of(probe, output);
  }

  std::optional<Named> result_of(Json probe, const std::string& output) const {
    probe["outputs"] = {{"y", {{"from", output}}}};
    RandomSpec spec = *spec_;
    spec.name = "probe";
    spec.files.insert(spec.files.begin(), {"probe.json", text_of(probe)});
    const BuiltSpec built(spec);
    if (!built.graph) return std::nullopt;
    const Tensor& tensor = (*built.graph)[built.graph->functions[0].outputs[0].tensor];
    return Named{output, tensor.shape, tensor.dtype};
  }

  std::string name_;
  Dice& dice_;
  const Usage& usage_;
  RandomSpec* spec_;
  int counter_ = 0;
  Named last_input_;
  std::string block_name_;

 public:
  static Json symbols() { return {{"batch", {{"max", kMostBatch}}}, {"sequence", {{"max", kMostTokens}}}}; }
};

// One to three inputs, of kinds that go together.
void add_inputs(Maker& maker, Dice& dice) {
  const Dim batch = Dim::symbol("batch"), sequence = Dim::symbol("sequence");
  const auto pixels = [&] { return dice.pick({1, 2, 4, 4, 7, 8, 8, 12}); };
  const auto channels = [&] { return dice.pick({1, 3, 4, 8, 8, 16, 20}); };
  const auto tokens = [&] { return dice.pick({1, 2, 5, 8}); };
  const auto image = [&](const char* name) {
    const int height = dice.chance(0.08) ? 20 : pixels();
    maker.add_input({name, {batch, Dim(height), Dim(dice.chance(0.7) ? height : pixels()), Dim(channels())}});
  };
  const auto texts = [&](const Dim& length) {
    maker.add_input({"ids", {batch, length}, DType::i32});
    if (dice.chance(0.6)) maker.add_input({"mask", {batch, length}, DType::i32});
    if (dice.chance(0.3)) maker.add_input({"more_ids", {batch, length}, DType::i32});
  };
  const double theme = dice.uniform(0, 1);
  if (theme < 0.50) {
    image("image");
    if (dice.chance(0.25)) image("other_image");
    if (dice.chance(0.15)) maker.add_input({"row", {batch, Dim(channels())}});
  } else if (theme < 0.66) {
    texts(sequence);
  } else if (theme < 0.76) {
    texts(Dim(tokens()));
  } else if (theme < 0.82) {
    maker.add_input({"ids", {batch}, DType::i32});
    if (dice.chance(0.5)) maker.add_input({"more_ids", {batch, Dim(tokens())}, DType::i32});
    if (dice.chance(0.3)) maker.add_input({"grid", {batch, Dim(tokens()), Dim(tokens())}, DType::i32});
    maker.add_input({"row", {batch, Dim(channels())}});
  } else if (theme < 0.90) {
    maker.add_input({"tokens", {batch, dice.chance(0.5) ? sequence : Dim(tokens()), Dim(channels())}});
    if (dice.chance(0.5)) maker.add_input({"mask", maker.values[0].shape, DType::i32});
    if (maker.values.size() > 1) {
      maker.inputs[1].shape.pop_back();
      maker.values[1].shape.pop_back();
    }
  } else if (theme < 0.97) {
    image("image");
    texts(dice.chance(0.7) ? sequence : Dim(tokens()));
  } else {
    maker.add_input({"row", {batch, Dim(channels())}});
  }
}

// What nobody reads, and now and then something else: a value that others read, an input, one value twice.
Json choose_outputs(Maker& maker, Dice& dice) {
  std::vector<std::string> names;
  for (const Named& v : maker.values) {
    const bool is_input =
        std::any_of(maker.inputs.begin(), maker.inputs.end(), [&](const Named& input) { return input.name == v.name; });
    if (v.dtype != DType::f32) continue;
    if (is_input ? dice.chance(0.08) : !v.read ? dice.chance(0.95) : dice.chance(0.08)) names.push_back(v.name);
  }
  if (names.empty()) names.push_back(maker.values.back().name);
  while (names.size() > 4) names.erase(names.begin() + dice.below(static_cast<int>(names.size()) - 1));
  if (dice.chance(0.1)) names.push_back(dice.pick(names));
  Json outputs = Json::object();
  for (std::size_t i = 0; i < names.size(); ++i) outputs[fmt::format("y{}", i)] = {{"from", names[i]}};
  return outputs;
}

// One edit of a named statement; it may well be refused.
Json draw_edit(const Json& layers, Dice& dice) {
  const Json& at = layers[static_cast<std::size_t>(dice.below(static_cast<int>(layers.size())))];
  if (!at.contains("name")) return Json();
  Json edit = {{"at", at["name"]}};
  const Json replacement = dice.pick<Json>({{{"Activation", {{"activation", "tanh"}}}},
                                            {{"LayerNormalization", Json::object()}},
                                            {{"BatchNormalization", {{"epsilon", 0.1}}}},
                                            {{"Conv2D", {{"filters", 8}, {"kernel_size", 3}, {"padding", "same"}}}},
                                            {{"Dense", {{"units", 8}}}},
                                            {{"MaxPooling2D", {{"pool_size", 2}, {"padding", "same"}}}},
                                            {{"conv_bn", {{"filters", 4}, {"activation", "elu"}}}}});
  switch (dice.below(4)) {
    case 0: {
      const LayerRule* rule = find_layer_rule(at.begin().key());
      if (!rule || rule->info.arguments.empty()) return Json();
      const Argument& argument = dice.pick(rule->info.arguments);
      const auto value = draw_argument(argument, {{Dim::symbol("batch"), Dim(8)}}, dice);
      if (!value) return Json();
      edit["set"] = {{argument.name, *value}};
      break;
    }
    case 1:
      edit["insert_after"] = replacement;
      edit["insert_after"]["name"] = "inserted";
      break;
    case 2:
      edit["replace"] = replacement;
      break;
    default:
      edit["remove"] = true;
  }
  return edit;
}

}  // namespace

std::optional<RandomSpec> make_spec(const std::string& name, Dice& dice, const Usage& usage) {
  RandomSpec spec;
  spec.name = name;
  Maker maker(name, dice, usage, &spec);
  add_inputs(maker, dice);
  maker.look_up_ids();
  for (int steps = 2 + dice.below(9); steps > 0; --steps) maker.grow(true);
  if (maker.layers.empty()) return std::nullopt;
  Json model = {{"model", name}, {"symbols", Maker::symbols()}, {"inputs", Json::object()}};
  const bool reads_texts = std::any_of(maker.inputs.begin(), maker.inputs.end(), [](const Named& input) {
    return input.shape.size() > 1 && !input.shape[1].is_constant();
  });
  if (!reads_texts) model["symbols"].erase("sequence");
  for (const Named& input : maker.inputs) model["inputs"][input.name] = input_json(input);
  model["layers"] = maker.layers;
  model["outputs"] = choose_outputs(maker, dice);
  spec.files.insert(spec.files.begin(), {name + ".json", text_of(model)});
  if (!BuiltSpec(spec).graph) return std::nullopt;
  if (!dice.chance(0.2)) return spec;
  // The same as an extension with an edit or two.
  RandomSpec edited = spec;
  model["model"] = name + "_base";
  edited.files[0] = {name + "_base.json", text_of(model)};
  Json extension = {{"extends", name + "_base"}, {"model", name}, {"edit", Json::array()}};
  edited.files.insert(edited.files.begin(), {name + ".json", ""});
  for (int i = 0; i < 8 && extension["edit"].size() < 2; ++i) {
    const Json edit = draw_edit(maker.layers, dice);
    if (edit.is_null()) continue;
    extension["edit"].push_back(edit);
    edited.files[0].second = text_of(extension);
    if (!BuiltSpec(edited).graph) extension["edit"].erase(extension["edit"].size() - 1);
  }
  if (extension["edit"].empty()) return spec;
  edited.files[0].second = text_of(extension);
  return edited;
}

namespace {

void count_calls(const Json& statements, Usage* usage) {
  for (const Json& statement : statements) {
    if (!statement.is_object()) continue;
    for (const auto& [key, value] : statement.items()) {
      if (key == "layers" || key == "edit") count_calls(value, usage);
      if (key == "replace" || key == "insert_after") count_calls(Json::array({value}), usage);
      const LayerRule* rule = find_layer_rule(key);
      if (!rule) {
        if (value.is_object()) ++usage->blocks[key];
        continue;
      }
      ++usage->layers[key];
      for (const Argument& argument : rule->info.arguments) {
        if (!value.contains(argument.name)) continue;
        const Template& standard = argument.default_value;
        const bool other = argument.required || !standard.constant() ||
                           Json::parse(to_json(standard.constant_value())) != value[argument.name];
        if (other) usage->arguments.insert(key + "." + argument.name);
      }
    }
  }
}

}  // namespace

void count_usage(const RandomSpec& spec, Usage* usage) {
  for (const auto& [name, text] : spec.files) {
    const Json json = Json::parse(text);
    for (const char* list : {"layers", "edit"}) {
      if (json.contains(list)) count_calls(json[list], usage);
    }
  }
}

}  // namespace specimen::gen
