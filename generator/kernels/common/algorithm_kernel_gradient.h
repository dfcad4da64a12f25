// The Halide pipeline that the gradients of kernels share.
#pragma once

#include <functional>

#include "algorithm.h"
#include "kernel_gradient.h"

namespace specimen::gen {

// Where the pipeline reads: channel `c` of all groups, in pixel (column, row) of example n.
using PixelChannel = std::function<Halide::Expr(Halide::Expr c, Halide::Expr column, Halide::Expr row, Halide::Expr n)>;

struct KernelGradientInputs {
  PixelChannel x, dy;
  Halide::Expr examples;
  // Columns of example n; undefined: the shape's width.
  std::function<Halide::Expr(Halide::Expr n)> columns = nullptr;
};

// The gradient (unit, input, tap column, tap row, group), scheduled.
Halide::Func kernel_gradient(const KernelGradient& shape, const KernelGradientSchedule& schedule,
                             const KernelGradientInputs& from, const Halide::Target& target);

}  // namespace specimen::gen
