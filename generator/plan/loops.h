// Loops: calls of one block in a row become a loop over an array of weights.
#pragma once

#include "plan/plan.h"

namespace specimen::gen {

// Rolls runs of two or more equal calls, each reading just what the one before it wrote, into LoopSteps. Values between
// two calls disappear: the carried tensors alternate between the first call's inputs and its outputs.
void roll_loops(PlanFunction& function);

}  // namespace specimen::gen
