// Checks that a plan hands every kernel what the kernel was compiled for.
#pragma once

#include <string>

#include "plan/plan.h"

namespace specimen::gen {

// An error text, or "" if every argument of every kernel call has the extents and strides that the kernel takes as
// constants, and is within its buffer.
std::string verify(const Plan& plan);

}  // namespace specimen::gen
