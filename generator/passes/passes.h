// The passes: pure functions from a graph to a graph that computes the same. passes.def lists those of inference,
// training.def those of a step of training.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "graph/graph.h"
#include "kernels/target_rules.h"

namespace specimen::gen {

#define PASS(name, description) Graph name(const Graph& graph);
#define TARGET_PASS(name, description) Graph name(const Graph& graph, const TargetRules& rules);
#define AGAIN(name)
#include "passes/passes.def"
#include "passes/training.def"
#undef PASS
#undef TARGET_PASS
#undef AGAIN

struct Pass {
  const char* name;
  const char* description;
  Graph (*run)(const Graph&, const TargetRules&);
};
// Every pass once.
const std::vector<Pass>& all_passes();
// The pass of that name; null: there is none.
const Pass* find_pass(std::string_view name);
// What a graph is made for.
enum class Mode : std::uint8_t { inference, training };
// The passes in the order in which they run; one may run several times.
const std::vector<Pass>& pipeline(Mode mode = Mode::inference);

// Runs all of them for a kind of target; `after` sees the graph that each one made.
Graph run_passes(const Graph& graph, TargetKind kind,
                 const std::function<void(const Pass&, const Graph&)>& after = nullptr, Mode mode = Mode::inference);

}  // namespace specimen::gen
