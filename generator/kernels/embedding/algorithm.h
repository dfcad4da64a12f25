// The Halide pipeline of an embedding kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace specimen::gen {

HalideKernel embedding_x86(const Embedding& problem, const EmbeddingSchedule& schedule, const Halide::Target& target);

}  // namespace specimen::gen
