// What holds for every graph, before and after each pass.
#pragma once

#include <string>

#include "graph/graph.h"

namespace specimen::gen {

// What is wrong with the graph, naming the op; empty when it is sound. A finding is a mistake of ours, not of a user.
std::string verify(const Graph& graph);

}  // namespace specimen::gen
