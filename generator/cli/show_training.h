// What a step of training takes.
#pragma once

#include <string>
#include <vector>

#include "cli/session.h"

namespace specimen::gen {

// Prints parameters, optimizer, saved activations, memory and FLOPs of training by a recipe.
void show_training(Session& session, const std::string& recipe, const std::vector<std::string>& settings,
                   const std::vector<std::string>& freeze);

}  // namespace specimen::gen
