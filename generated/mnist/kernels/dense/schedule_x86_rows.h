// The dense layer of a single row an image is bound by memory; of many rows it is a matrix product.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel dense_rows(const Dense& problem, const DenseSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
