// From a kernel for GPUs to its PTX and its launch.
#pragma once

#include <string>

#include "kernels/catalog.h"
#include "kernels/device_code.h"

namespace mnist::kernels {

// Compiles one kernel and reads off Halide's lowered code how it is launched. False, with a message in `error`, where
// Halide refuses, or where the host would have more to do than one launch: allocate, copy, launch twice.
bool compile_device(const Problem& problem, const Schedule& schedule, Target target, DeviceCode* code,
                    std::string* error);

}  // namespace mnist::kernels
