// A layer class that is used and does not exist: what to say.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"

namespace specimen::gen {

// Reports layer_unknown: with what to write instead where it is one of Keras's (missing_layers.def), else with the
// nearest of `known`.
void report_missing_layer(std::string_view name, const Span& span, const std::vector<std::string>& known,
                          Diagnostics& diagnostics);

// Every name of missing_layers.def.
std::vector<std::string> missing_layers();

}  // namespace specimen::gen
