#include "passes/passes.h"

namespace specimen::gen {

// A row of a list of passes.
#define PASS(name, description) \
  {#name, description, [](const Graph& graph, const TargetRules&) { return name(graph); }},
#define TARGET_PASS(name, description) {#name, description, name},

const std::vector<Pass>& all_passes() {
  static const std::vector<Pass> passes = {
#define AGAIN(name)
#include "passes/passes.def"
#include "passes/training.def"
#undef AGAIN
  };
  return passes;
}

const Pass* find_pass(std::string_view name) {
  for (const Pass& pass : all_passes()) {
    if (name == pass.name) return &pass;
  }
  return nullptr;
}

const std::vector<Pass>& pipeline(Mode mode) {
#define AGAIN(name) *find_pass(#name),
  static const std::vector<Pass> inference = {
#include "passes/passes.def"
  };
  static const std::vector<Pass> training = {
#include "passes/training.def"
  };
#undef AGAIN
  return mode == Mode::inference ? inference : training;
}

#undef PASS
#undef TARGET_PASS

Graph run_passes(const Graph& graph, TargetKind kind, const std::function<void(const Pass&, const Graph&)>& after,
                 Mode mode) {
  Graph current = graph;
  const TargetRules& rules = rules_of(kind);
  for (const Pass& pass : pipeline(mode)) {
    current = pass.run(current, rules);
    if (after) after(pass, current);
  }
  return current;
}

}  // namespace specimen::gen
