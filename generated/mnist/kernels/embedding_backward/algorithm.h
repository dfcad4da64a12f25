// The Halide pipeline of an embedding_backward kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel embedding_backward_x86(const EmbeddingBackward& problem, const EmbeddingBackwardSchedule& schedule,
                                    const Halide::Target& target);

}  // namespace mnist::kernels
