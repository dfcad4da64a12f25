// Graph -> Plan.
#pragma once

#include "graph/graph.h"
#include "plan/memory.h"
#include "plan/plan.h"

namespace specimen::gen {

struct PlanOptions {
  MemoryPlanner memory = MemoryPlanner::reuse;
};

// The plan of a graph that the passes have finished. Cannot fail: what could not be planned was refused before.
Plan build_plan(const Graph& graph, const PlanOptions& options = {});

// The plan as JSON text (`plan.json` of a generated folder): functions, buffers, offsets, kernels, FLOPs, bytes.
std::string to_json(const Plan& plan);

}  // namespace specimen::gen
