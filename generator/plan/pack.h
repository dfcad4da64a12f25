// From the `pack` ops that a kernel's weights come from to the plan's rows.
#pragma once

#include <vector>

#include "graph/graph.h"
#include "plan/plan.h"

namespace specimen::gen {

struct PackedWeights {
  std::vector<PlanWeight> tensors;  // one for each weight that the kernel reads, in its order
  std::vector<PackStep> steps;      // `weights` is left for the caller to set
};

// `weights`: the tensors that a kernel reads and that come from the checkpoint, in its order.
PackedWeights plan_pack(const Graph& graph, const std::vector<TensorId>& weights, std::vector<std::string>& scopes);

}  // namespace specimen::gen
