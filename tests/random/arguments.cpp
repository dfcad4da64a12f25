#include "random/arguments.h"

#include <functional>
#include <map>
#include <string>

#include "graph/shapes.h"
#include "spec/value.h"

namespace specimen::gen {

namespace {

// What a value is drawn for.
struct Place {
  const Argument& argument;
  const std::vector<Shape>& inputs;
  Dice& dice;

  const Shape& input() const { return inputs[0]; }
  std::int64_t channels() const {
    return inputs.empty() || input().empty() ? 1 : std::max<std::int64_t>(1, number(input().back()));
  }
};

// Few, so that kernels of one problem come again: one, odd, a power of two, more than a vector.
int few_channels(const Place& at) {
  if (at.dice.chance(0.3)) return static_cast<int>(std::min<std::int64_t>(at.channels(), 64));
  return at.dice.pick({1, 3, 4, 8, 8, 16, 20});
}

Json one_or_two(const Place& at, std::initializer_list<int> sizes) {
  const int size = at.dice.pick(sizes);
  const bool list = at.argument.type.has(ArgumentType::Base::list) && at.dice.chance(0.3);
  return list ? Json::array({size, at.dice.pick(sizes)}) : Json(size);
}

Json some_channels(const Place& at, int count) {
  Json list = Json::array();
  for (int i = 0; i < count; ++i) list.push_back(few_channels(at));
  return list;
}

Json activation(const Place& at) {
  if (at.argument.nullable && at.dice.chance(0.2)) return Json();
  return at.dice.pick({"relu",       "relu", "relu6",    "gelu",     "gelu_tanh",   "silu",         "swish",
                       "sigmoid",    "tanh", "elu",      "selu",     "leaky_relu",  "hard_sigmoid", "hard_silu",
                       "hard_swish", "mish", "softplus", "softsign", "exponential", "softmax",      "linear"});
}

// Up to three factors of the number of elements of an example; the last may be left open.
Json target_shape(const Place& at) {
  std::int64_t rest = example_elements(at.input());
  if (rest < 1) return Json::array({-1, at.channels()});
  Json list = Json::array();
  for (int i = at.dice.below(3); i > 0; --i) {
    std::vector<std::int64_t> factors;
    for (std::int64_t f = 1; f <= rest && f <= 64; ++f) {
      if (rest % f == 0) factors.push_back(f);
    }
    list.push_back(at.dice.pick(factors));
    rest /= list.back().get<std::int64_t>();
  }
  list.push_back(at.dice.chance(0.3) ? -1 : rest);
  return list;
}

Json zero_padding(const Place& at) {
  auto side = [&] { return at.dice.pick({0, 1, 1, 2, 3}); };
  if (at.dice.chance(0.4)) return side();
  if (at.dice.chance(0.4)) return Json::array({side(), side()});
  return Json::array({Json::array({side(), side()}), Json::array({side(), side()})});
}

// Every dimension but the batch, in some order.
Json dims(const Place& at) {
  std::vector<int> left;
  for (std::size_t d = 1; d < at.input().size(); ++d) left.push_back(static_cast<int>(d));
  Json list = Json::array();
  while (!left.empty()) {
    const auto next = left.begin() + at.dice.below(static_cast<int>(left.size()));
    list.push_back(*next);
    left.erase(next);
  }
  return list;
}

// Equal parts, or two of any size.
Json splits(const Place& at) {
  if (at.dice.chance(0.5)) return at.dice.pick({1, 2, 2, 3, 4});
  const std::int64_t all = at.channels(),
                     first = 1 + at.dice.below(static_cast<int>(std::max<std::int64_t>(all - 1, 1)));
  return Json::array({first, at.dice.chance(0.5) ? -1 : std::max<std::int64_t>(all - first, 1)});
}

// As the input, so that both can be added or joined, or broadcast to it.
Json learned_shape(const Place& at) {
  Json list = Json::array();
  for (std::size_t d = 1; d < at.input().size(); ++d) {
    const std::int64_t extent = number(at.input()[d]);
    list.push_back(extent < 1 || at.dice.chance(0.25) ? 1 : extent);
  }
  return list;
}

// Mostly the last one, which every layer with an axis takes.
int axis(const Place& at) {
  const int rank = static_cast<int>(at.input().size());
  return at.dice.chance(0.6) ? -1 : at.dice.chance(0.5) ? rank - 1 : at.dice.below(std::max(rank, 1));
}

using Draw = std::function<Json(const Place&)>;

Draw one_of(std::initializer_list<Json> choices) {
  return [list = std::vector<Json>(choices)](const Place& at) { return at.dice.pick(list); };
}

// By the argument's name, for layers and blocks alike. Numbers with a default are drawn near to where they matter;
// whole numbers without a row here, from the least one on.
const std::map<std::string, Draw>& named() {
  static const Draw channels = [](const Place& at) { return few_channels(at); };
  static const std::map<std::string, Draw> draws = {
      {"activation", activation},
      {"alpha", one_of({0.5, 1.0})},
      {"axis", axis},
      {"begin", one_of({0, 0, 1, 2, -2})},
      {"bottleneck", one_of({1, 2})},
      {"cropping", zero_padding},
      {"depth_multiplier", one_of({1, 2, 3})},
      {"dilation_rate", [](const Place& at) { return one_or_two(at, {1, 2, 2, 3}); }},
      {"dims", dims},
      {"divisor", one_of({1, 4, 8})},
      {"drop_rate", one_of({0.0, 0.2})},
      {"dropout", one_of({0.0, 0.1})},
      {"end", one_of({Json(), Json(), 2, 3, -1})},
      {"epsilon", one_of({1e-5, 1e-3, 0.1})},
      {"expansion", one_of({1.0, 2.0, 3.0})},
      {"filters",
       [](const Place& at) {
         return at.argument.type.has(ArgumentType::Base::list) ? some_channels(at, 1 + at.dice.below(3))
                                                               : Json(few_channels(at));
       }},
      {"gate", activation},
      {"groups", [](const Place& at) { return at.dice.pick<std::int64_t>({1, 1, 2, 2, 4, at.channels()}); }},
      {"growth_rate", one_of({3, 4, 8})},
      {"head_dim", one_of({2, 4, 5})},
      {"height", one_of({1, 3, 5, 8, 13})},
      {"hidden_dim", one_of({4, 8, 16})},
      {"index", one_of({0, 0, 1, 2})},
      {"input_dim", one_of({5, 11, 30})},
      {"intermediate_dim", one_of({8, 16, 20})},
      {"key_dim", one_of({2, 4, 5})},
      {"kernel_size", [](const Place& at) { return one_or_two(at, {1, 2, 3, 3, 5}); }},
      {"kernel_sizes",
       [](const Place& at) {
         Json list = Json::array();
         for (int i = 1 + at.dice.below(3); i > 0; --i) list.push_back(one_or_two(at, {1, 3}));
         return list;
       }},
      {"max_sequence_length", one_of({9, 17, 20})},
      {"mean", one_of({0.5, -1.0})},
      {"max_value", one_of({Json(), 6.0, 6.0, 1.0})},
      {"negative_slope", one_of({0.0, 0.1, 0.3})},
      {"noise_shape", one_of({Json()})},
      {"num_heads", one_of({1, 2, 4})},
      {"num_key_value_heads", one_of({1, 1, 2})},
      {"num_layers", one_of({1, 2, 3})},
      {"num_or_size_splits", splits},
      {"num_query_heads", one_of({2, 4})},
      {"num_segments", one_of({2, 3})},
      {"offset", one_of({0.0, 0.5})},
      {"output_dim", channels},
      {"output_shape", channels},
      {"pool_filters", channels},
      {"pool_size", [](const Place& at) { return one_or_two(at, {1, 2, 2, 3}); }},
      {"rate", one_of({0.3})},
      {"ratio", one_of({0.25, 0.5})},
      {"reduction", one_of({0.5, 0.75})},
      {"scale", one_of({Json(), 0.5, 1.0})},
      {"se_activation", activation},
      {"se_gate", activation},
      {"se_ratio", one_of({0.0, 0.25})},
      {"sequence_length", one_of({9, 17, 20})},
      {"shape", learned_shape},
      {"shared_axes", one_of({Json(), Json::array({1}), Json::array({1, 2})})},
      {"size", [](const Place& at) { return one_or_two(at, {1, 2, 2, 3}); }},
      {"strides", [](const Place& at) { return one_or_two(at, {1, 1, 2, 3}); }},
      {"target_shape", target_shape},
      {"threshold", one_of({0.0, 0.5})},
      {"units", channels},
      {"value_dim", one_of({Json(), 3, 8})},
      {"variance", one_of({0.5, 2.0})},
      {"vocabulary_size", one_of({5, 11, 30})},
      {"width", channels},
  };
  return draws;
}

}  // namespace

bool only_for_training(const Argument& argument) {
  const auto ends = [&](std::string_view suffix) { return argument.name.ends_with(suffix); };
  return ends("initializer") || ends("regularizer") || ends("constraint") || argument.name == "momentum" ||
         argument.name == "rate" || argument.name == "noise_shape";
}

bool has_one_value(const Argument& argument) {
  for (const char* only_false : {"crop_to_aspect_ratio", "pad_to_aspect_ratio", "antialias"})
    if (argument.name == only_false) return true;
  return argument.choices.size() == 1 || (argument.min && argument.max && *argument.min == *argument.max);
}

std::optional<Json> draw_argument(const Argument& argument, const std::vector<Shape>& inputs, Dice& dice) {
  if (argument.name.ends_with("initializer")) return Json("ones");
  if (argument.name.ends_with("regularizer")) return Json();
  if (argument.name == "momentum") return Json(0.9);
  if (argument.type.has(ArgumentType::Base::boolean)) return Json(!has_one_value(argument) && dice.chance(0.5));
  if (!argument.choices.empty()) return Json::parse(to_json(dice.pick(argument.choices)));
  const Place at{argument, inputs, dice};
  if (argument.name == "padding") return zero_padding(at);  // of convolutions it is a choice
  const auto found = named().find(argument.name);
  if (found != named().end()) return found->second(at);
  if (!argument.type.has(ArgumentType::Base::integer) || !argument.min) return std::nullopt;
  if (argument.nullable && dice.chance(0.3)) return Json();
  return Json(static_cast<int>(*argument.min) + dice.below(3));
}

}  // namespace specimen::gen
