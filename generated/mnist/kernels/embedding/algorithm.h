// The Halide pipeline of an embedding kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel embedding_x86(const Embedding& problem, const EmbeddingSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
