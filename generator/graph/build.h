// Spec -> Graph.
#pragma once

#include <optional>

#include "graph/graph.h"
#include "spec/expand.h"

namespace specimen::gen {

// The graph of a model with its arguments bound, as the spec says it: no pass has run. No value after diagnostics.
std::optional<Graph> build_graph(Library& library, const ModelChoice& choice, const Settings& settings,
                                 Diagnostics& diagnostics, Expansion* expansion = nullptr);

}  // namespace specimen::gen
