// A dense layer over one row per example is bound by memory; over many rows it is a matrix product.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel dense_rows(const Dense& problem, const DenseSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
