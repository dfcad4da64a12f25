// Values for the arguments of layers and blocks, by the argument's name and type.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "graph/graph.h"
#include "random/dice.h"
#include "spec/argument.h"

namespace specimen::gen {

using Json = nlohmann::ordered_json;

// A value that may well be refused beside the others; none where nothing is known of an argument of that name.
std::optional<Json> draw_argument(const Argument& argument, const std::vector<Shape>& inputs, Dice& dice);

// Matters to training alone: no value of it changes what is computed.
bool only_for_training(const Argument& argument);
// Whether there is but one value that layers take.
bool has_one_value(const Argument& argument);

}  // namespace specimen::gen
