// Mistakes that a pass could make, put into its result: the checks of tier 1 must find each.
#pragma once

#include <vector>

#include "graph/graph.h"

namespace specimen::gen {

struct Mistake {
  const char* what;
  const char* pass;           // after which it is put
  bool (*put)(Graph* graph);  // false: the graph has no place for it
};

const std::vector<Mistake>& mistakes();

}  // namespace specimen::gen
