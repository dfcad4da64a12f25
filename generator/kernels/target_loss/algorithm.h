// The Halide pipeline of a target_loss kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace specimen::gen {

HalideKernel target_loss_x86(const TargetLoss& problem, const TargetLossSchedule& schedule,
                             const Halide::Target& target);

}  // namespace specimen::gen
