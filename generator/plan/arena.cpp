#include "plan/arena.h"

#include <algorithm>

#include "plan/timeline.h"

namespace specimen::gen {

namespace {

// Functions that more than one step calls.
std::vector<bool> find_shared(const std::vector<PlanFunction>& functions) {
  std::vector<int> places(functions.size(), 0);
  for (const PlanFunction& function : functions) {
    for (const PlanStep& step : function.steps) {
      if (const auto* call = std::get_if<CallStep>(&step.action)) ++places[call->function];
      if (const auto* loop = std::get_if<LoopStep>(&step.action)) ++places[loop->function];
    }
  }
  std::vector<bool> shared;
  for (int count : places) shared.push_back(count > 1);
  return shared;
}

ArenaBytes* arena_of(PlanStep& step) {
  if (auto* call = std::get_if<CallStep>(&step.action)) return &call->arena;
  if (auto* loop = std::get_if<LoopStep>(&step.action)) return &loop->arena;
  return nullptr;
}

// Places what is in the arena of `root`: a shared function, or the whole. Its parameters are where its callers have
// them: leaving room for them between the locals, so that a result is over locals that are dead by then, made plans
// of random networks larger (1.9 % over flat planning on the average instead of less than 0.1 %).
void place_root(std::vector<PlanFunction>& functions, const std::vector<bool>& shared, int root, ArenaRegion region,
                MemoryPlanner planner) {
  const Timeline timeline(functions, shared, root, region);
  const Placement placement = place(timeline.blocks(), planner);
  for (std::size_t i = 0; i < timeline.owners().size(); ++i) {
    const Timeline::Owner& owner = timeline.owners()[i];
    PlanFunction& function = functions[owner.function];
    if (owner.step >= 0) {
      arena_of(function.steps[owner.step])->in(region) = placement.offsets[i];
    } else {
      function.values[owner.value].offset = placement.offsets[i];
    }
  }
}

// How far into its arena a function reaches.
std::int64_t reach(std::vector<PlanFunction>& functions, PlanFunction& function, ArenaRegion region) {
  std::int64_t end = 0;
  for (const PlanValue& value : function.values) {
    if (value.place == PlanValue::Place::local && value.last_step >= 0 && value.region == region)
      end = std::max(end, value.offset + align(value.bytes));
  }
  for (PlanStep& step : function.steps) {
    const auto* call = std::get_if<CallStep>(&step.action);
    const auto* loop = std::get_if<LoopStep>(&step.action);
    if (!call && !loop) continue;
    const std::int64_t callee = functions[call ? call->function : loop->function].arena_bytes.in(region);
    if (callee > 0) end = std::max(end, arena_of(step)->in(region) + callee);
  }
  return end;
}

}  // namespace

void place_arena(std::vector<PlanFunction>& functions, const std::vector<int>& roots, MemoryPlanner planner) {
  const std::vector<bool> shared = find_shared(functions);
  for (ArenaRegion region : {ArenaRegion::examples, ArenaRegion::fixed}) {
    for (int f = 0; f < static_cast<int>(functions.size()); ++f) {
      const bool is_root = std::find(roots.begin(), roots.end(), f) != roots.end();
      if (shared[f] || is_root) place_root(functions, shared, f, region, planner);
    }
    for (PlanFunction& function : functions) function.arena_bytes.in(region) = reach(functions, function, region);
  }
}

}  // namespace specimen::gen
