// Loops: calls of one block in a row become a loop over an array of weights.
#pragma once

#include "plan/plan.h"

namespace specimen::gen {

// Rolls runs of two or more equal calls, each reading just what the one before it wrote, and perhaps something that is
// the same for all, into LoopSteps. Values between two calls disappear: the carried tensors alternate between the first
// call's inputs and its outputs. What the last call writes may be a parameter: then that is one of the two tensors.
//
// In training the gradients read what each call wrote, and what it kept: these become tensors in a row, and the calls
// of the gradients, from the last to the first, a loop over the same arrays.
void roll_loops(PlanFunction& function, const std::vector<PlanFunction>& functions, bool training);

}  // namespace specimen::gen
