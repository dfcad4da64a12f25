#include "plan/scratch.h"

#include <algorithm>

#include "plan/timeline.h"

namespace specimen::gen {

namespace {

using Place = PlanValue::Place;

// Functions that more than one step calls.
std::vector<bool> find_shared(const std::vector<PlanFunction>& functions) {
  std::vector<int> places(functions.size(), 0);
  for (const PlanFunction& function : functions) {
    for (const PlanStep& step : function.steps) {
      if (const auto* call = std::get_if<CallStep>(&step.what)) ++places[call->function];
      if (const auto* loop = std::get_if<LoopStep>(&step.what)) ++places[loop->function];
    }
  }
  std::vector<bool> shared;
  for (int count : places) shared.push_back(count > 1);
  return shared;
}

std::int64_t* scratch_of(PlanStep& step) {
  if (auto* call = std::get_if<CallStep>(&step.what)) return &call->scratch;
  if (auto* loop = std::get_if<LoopStep>(&step.what)) return &loop->scratch;
  return nullptr;
}

// Places what lies in the scratch of `root`: a shared function, or the whole.
void place_root(std::vector<PlanFunction>& functions, const std::vector<PlanKernel>& kernels,
                const std::vector<bool>& shared, int root, MemoryPlanner planner) {
  const Timeline timeline(functions, kernels, shared, root);
  const std::vector<Timeline::Owner>& owners = timeline.owners();
  std::vector<Block> blocks = timeline.blocks();
  auto is_parameter = [&](const Timeline::Owner& owner) {
    return owner.value >= 0 && functions[owner.function].values[owner.value].place != Place::local;
  };
  // The parameters of a shared function are placed with its locals, so that they fit together as well as they can if
  // the caller has room for them there. What the caller of the whole owns is elsewhere.
  for (std::size_t i = 0; i < owners.size(); ++i) {
    if (is_parameter(owners[i]) && (!shared[root] || planner == MemoryPlanner::trivial)) blocks[i].clear();
  }
  const Placement placement = place(blocks, planner);
  std::int64_t first = placement.bytes;
  for (std::size_t i = 0; i < owners.size(); ++i) {
    if (!is_parameter(owners[i]) && !blocks[i].empty()) first = std::min(first, placement.offsets[i]);
  }
  for (std::size_t i = 0; i < owners.size(); ++i) {
    PlanFunction& owner = functions[owners[i].function];
    const std::int64_t offset = blocks[i].empty() ? 0 : placement.offsets[i] - first;
    if (owners[i].step >= 0) {
      *scratch_of(owner.steps[owners[i].step]) = offset;
    } else if (owner.values[owners[i].value].place == Place::local) {
      owner.values[owners[i].value].offset = offset;
    }
  }
}

}  // namespace

void place_scratch(std::vector<PlanFunction>& functions, const std::vector<PlanKernel>& kernels,
                   MemoryPlanner planner) {
  const std::vector<bool> shared = find_shared(functions);
  for (std::size_t f = 0; f < functions.size(); ++f) {
    if (shared[f] || f + 1 == functions.size()) place_root(functions, kernels, shared, static_cast<int>(f), planner);
  }
  for (PlanFunction& function : functions) {
    for (const PlanValue& value : function.values) {
      if (value.place == Place::local && value.last_step >= 0)
        function.scratch_bytes = std::max(function.scratch_bytes, value.offset + align(value.bytes));
    }
    for (PlanStep& step : function.steps) {
      const std::int64_t* scratch = scratch_of(step);
      if (!scratch) continue;
      const auto* call = std::get_if<CallStep>(&step.what);
      const PlanFunction& callee = functions[call ? call->function : std::get<LoopStep>(step.what).function];
      if (callee.scratch_bytes > 0)
        function.scratch_bytes = std::max(function.scratch_bytes, *scratch + callee.scratch_bytes);
    }
  }
}

}  // namespace specimen::gen
