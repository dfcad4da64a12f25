#include "passes/passes.h"

namespace specimen::gen {

const std::vector<Pass>& all_passes() {
  static const std::vector<Pass> passes = {
#define PASS(name, description) \
  {#name, description, [](const Graph& graph, const TargetRules&) { return name(graph); }},
#define TARGET_PASS(name, description) {#name, description, name},
#define AGAIN(name)
#include "passes/passes.def"
#undef PASS
#undef TARGET_PASS
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

const std::vector<Pass>& pipeline() {
  static const std::vector<Pass> passes = {
#define PASS(name, description) \
  {#name, description, [](const Graph& graph, const TargetRules&) { return name(graph); }},
#define TARGET_PASS(name, description) {#name, description, name},
#define AGAIN(name) *find_pass(#name),
#include "passes/passes.def"
#undef PASS
#undef TARGET_PASS
#undef AGAIN
  };
  return passes;
}

Graph run_passes(const Graph& graph, TargetKind kind, const std::function<void(const Pass&, const Graph&)>& after) {
  Graph current = graph;
  const TargetRules& rules = rules_of(kind);
  for (const Pass& pass : pipeline()) {
    current = pass.run(current, rules);
    if (after) after(pass, current);
  }
  return current;
}

}  // namespace specimen::gen
