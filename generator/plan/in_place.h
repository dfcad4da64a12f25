// Values that share memory because a kernel writes where it reads.
#pragma once

#include <vector>

#include "plan/plan.h"

namespace specimen::gen {

// Makes one value of a residual and the output of its kernel where nothing reads the residual afterwards and both are
// alike; so too for calls and loops of functions that can do it for their parameters. Then notes which parameters of
// this function may be one (PlanFunction::overlays). What the caller of the whole model owns is never written over.
// `functions` holds the callees.
void run_in_place(PlanFunction& function, const std::vector<PlanFunction>& functions,
                  const std::vector<PlanKernel>& kernels);

}  // namespace specimen::gen
