// The arguments of a layer or block, for people and for programs.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "spec/argument.h"

namespace specimen::gen {

// What an argument is when nothing is given for it, as specs write it; empty: it must be given.
std::string default_text(const Argument& argument);

// A line for each: name, type, default, range and what it says of itself.
std::string argument_lines(const std::vector<Argument>& arguments);

nlohmann::ordered_json argument_list(const std::vector<Argument>& arguments);

}  // namespace specimen::gen
