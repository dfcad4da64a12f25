// The Halide pipeline that the gradients of kernels share.
#pragma once

#include <functional>

#include "algorithm.h"
#include "kernel_gradient.h"

namespace mnist::kernels {

// Where the pipeline reads: channel `c` of all groups, in pixel (column, row) of example n.
using PixelChannel = std::function<Halide::Expr(Halide::Expr c, Halide::Expr column, Halide::Expr row, Halide::Expr n)>;

struct KernelGradientInputs {
  PixelChannel x, dy;
  Halide::Expr examples;
  Halide::Expr rows;  // of a dense layer, in place of the examples: `column` counts them; undefined: a convolution
};

// The gradient (unit, input, tap column, tap row, group), scheduled.
Halide::Func kernel_gradient(const KernelGradient& shape, const KernelGradientSchedule& schedule,
                             const KernelGradientInputs& from, const Halide::Target& target);

}  // namespace mnist::kernels
