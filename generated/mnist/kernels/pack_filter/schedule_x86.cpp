#include "algorithm.h"

namespace mnist::kernels {

HalideKernel pack_filter_x86(const PackFilter& problem, const PackFilterSchedule& schedule, const Halide::Target&) {
  using namespace Halide;
  Var o("o"), i("i"), x("x"), y("y"), panel("panel"), task("task"), rows("rows");
  const int count = static_cast<int>(panels(problem.outputs)), per_group = problem.outputs / problem.groups;
  ImageParam kernel(Float(32), 4, "kernel");
  int stride = 1;
  const std::vector<int> shape = arguments(problem)[0].shape;
  for (int d = 0; d < 4; ++d) {
    const int extent = shape[static_cast<std::size_t>(3 - d)];
    kernel.dim(d).set_bounds(0, extent).set_stride(stride);
    stride *= extent;
  }
  const Expr row = problem.flipped ? problem.height - 1 - y : Expr(y),
             column = problem.flipped ? problem.width - 1 - x : Expr(x);
  const Expr channel = panel * kPanel + o, stored = min(channel, problem.outputs - 1);
  const Expr value = problem.transposed
                         ? kernel(stored / per_group * problem.inputs + i, stored % per_group, column, row)
                         : kernel(stored, i, column, row);
  Func packed("packed");
  packed(o, i, x, y, panel) = select(channel < problem.outputs, value, 0.0f);
  packed.split(i, rows, i, schedule.rows, TailStrategy::GuardWithIf);
  packed.fuse(rows, x, task).fuse(task, y, task).fuse(task, panel, task).parallel(task);
  packed.unroll(o);
  OutputImageParam out = packed.output_buffer();
  stride = 1;
  for (const auto& [d, extent] : {std::pair(0, kPanel), std::pair(1, problem.inputs), std::pair(2, problem.width),
                                  std::pair(3, problem.height), std::pair(4, count)}) {
    out.dim(d).set_bounds(0, extent).set_stride(stride);
    stride *= extent;
  }
  HalideKernel finished;
  finished.pipeline = Pipeline(packed);
  finished.arguments = {kernel};
  return finished;
}

}  // namespace mnist::kernels
