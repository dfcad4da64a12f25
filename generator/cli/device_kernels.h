// The device code of a plan for GPUs, which is text of the generated directory.
#pragma once

#include <optional>

#include "cli/session.h"
#include "plan/device_code.h"

namespace specimen::gen {

// Every kernel of the plan for every target: PTX by Halide, and a cubin where ptxas is at hand. No value after
// diagnostics.
std::optional<CompiledKernels> compile_device_kernels(Session& session, const Plan& plan);

}  // namespace specimen::gen
