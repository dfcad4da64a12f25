// What needs no compiler: the graph, each pass, the plan.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "graph/graph.h"
#include "passes/passes.h"
#include "plan/plan.h"
#include "random/numbers.h"

namespace specimen::gen {

struct Fault {
  std::string stage;  // graph, the name of a pass, plan
  std::string error;
};

// The first stage at which the spec stops to mean what it says: a graph that is not sound or not read back from its own
// text, a pass that changes a value, a plan whose kernels read what is not there.
// `after` may change what a pass made before it is looked at: tests put mistakes there.
using AfterPass = std::function<void(const Pass& pass, Graph* graph)>;
std::optional<Fault> check_graph(const Graph& graph, const Numbers& numbers, const AfterPass& after = nullptr);

// The same of the plan of a finished graph: "" or an error. `after` may change the plan.
std::string unsound_plan(const Graph& finished, TargetKind kind,
                         const std::function<void(Plan* plan)>& after = nullptr);

}  // namespace specimen::gen
