// From the `prepare` ops that a kernel's weights come from to the plan's rows.
#pragma once

#include <vector>

#include "graph/graph.h"
#include "plan/plan.h"

namespace specimen::gen {

struct PreparedWeights {
  std::vector<PlanWeight> tensors;  // one for each weight that the kernel reads, in its order
  std::vector<PrepareStep> steps;   // `weights` is left for the caller to set
};

// `weights`: the tensors that a kernel reads and that come from the checkpoint, in its order.
PreparedWeights plan_prepare(const Graph& graph, const std::vector<TensorId>& weights,
                             std::vector<std::string>& scopes);

}  // namespace specimen::gen
