// Graph -> Plan.
#pragma once

#include "graph/graph.h"
#include "plan/memory.h"
#include "plan/plan.h"

namespace specimen::gen {

struct PlanOptions {
  MemoryPlanner memory = MemoryPlanner::reuse;
  std::map<Target, TunedTable> tuned = {};  // where they have a kernel's shape, instead of the rules
  std::vector<Target> targets = {};         // those that get schedules, of the plan's kind; none: all of it
};

// The plan of a graph that the passes have finished for that kind of target. Cannot fail: what could not be planned was
// refused before. A kernel whose family has no schedule for the kind is left without one.
Plan build_plan(const Graph& graph, TargetKind kind, const PlanOptions& options = {});

// FLOPs of one example of an entry, where a text has `sequence` tokens; it counts in models that have texts.
std::int64_t flops_of(const Plan& plan, const PlanEntry& entry, std::int64_t sequence);

// The plan as JSON text (`plan.json` of a generated directory): functions, buffers, offsets, kernels, FLOPs, bytes.
std::string to_json(const Plan& plan);
// What files of packed weights depend on: parameters, and what is made of them in which order. Schedules and memory
// may change without it.
std::string structure_text(const Plan& plan);

}  // namespace specimen::gen
