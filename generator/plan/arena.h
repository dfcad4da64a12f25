// Where the locals of every function are.
#pragma once

#include <vector>

#include "plan/memory.h"
#include "plan/plan.h"

namespace specimen::gen {

// Sets the offsets of locals, the arena of calls and arena_bytes. A function that is called from one place (a loop
// is one) is planned as a part of its caller, step by step, and shares its arena. One that several places call gets
// one layout, which each of them puts where it fits.
// `roots` are the entries, each of which has the whole arena.
void place_arena(std::vector<PlanFunction>& functions, const std::vector<int>& roots, MemoryPlanner planner);

}  // namespace specimen::gen
