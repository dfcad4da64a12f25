// The Halide pipeline of an embedding kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace mnist::kernels {

HalideKernel embedding_x86(const Embedding& what, const EmbeddingSchedule& how, const Halide::Target& target);

}  // namespace mnist::kernels
