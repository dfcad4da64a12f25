// The compiled kernels of a plan for GPUs.
#pragma once

#include <map>
#include <string>

#include "kernels/device_code.h"

namespace specimen::gen {

struct CompiledKernel {
  DeviceCode code;
  std::string cubin;  // what ptxas made of the PTX; empty where there is no ptxas
};

// By symbol and target: f32_dense_1024_10__cuda_sm80.
using CompiledKernels = std::map<std::string, CompiledKernel>;

inline std::string compiled_name(const std::string& symbol, Target target) { return symbol + "__" + to_string(target); }

}  // namespace specimen::gen
