// What needs no compiler: the graph, each pass, the plan.
#pragma once

#include <optional>
#include <string>

#include "graph/graph.h"
#include "plan/plan.h"
#include "random/numbers.h"

namespace specimen::gen {

struct Fault {
  std::string stage;  // graph, the name of a pass, plan
  std::string error;
};

// What a check looks at, before it does: tests put mistakes into it. Null: nothing is changed.
struct Meddler {
  virtual ~Meddler() = default;
  virtual void after_pass(const std::string& pass, Graph* graph) = 0;
};

// The first stage at which the spec stops to mean what it says: a graph that is not sound or not read back from its own
// text, a pass that changes a value, a plan whose kernels read what is not there.
std::optional<Fault> check_graph(const Graph& graph, const Numbers& numbers, Meddler* meddler = nullptr);

}  // namespace specimen::gen
