#include "algorithm.h"

namespace specimen::gen {

HalideKernel dense_backward_kernel_x86(const DenseBackwardKernel& problem, const DenseBackwardKernelSchedule& schedule,
                                       const Halide::Target& target) {
  using namespace Halide;
  const int vec = target.natural_vector_size<float>();
  Var u("u"), i("i"), chunk("chunk");
  ImageParam x(Float(32), 2, "x"), dy(Float(32), 2, "dy");
  fix_rows(x, problem.inputs);
  fix_rows(dy, problem.units);
  const bool swapped = problem.transposed;
  const int outer = swapped ? problem.units : problem.inputs, inner = swapped ? problem.inputs : problem.units;
  const Expr rows = x.dim(1).extent();
  Func sum("sum"), total("total"), out("out");
  RDom r(0, schedule.chunk), chunks(0, (rows + schedule.chunk - 1) / schedule.chunk);
  const Expr row = chunk * schedule.chunk + r;
  r.where(row < rows);
  sum(u, i, chunk) = 0.0f;
  sum(u, i, chunk) += swapped ? dy(i, row) * x(u, row) : x(i, row) * dy(u, row);
  total(u, i) = 0.0f;
  total(u, i) += sum(u, i, chunks);
  out(u, i) = total(u, i);
  Var uo("uo");
  const int width = channel_vector(inner, vec);
  out.split(u, uo, u, width, inner % width ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  out.parallel(i).vectorize(u);
  for (Func f : {sum, total}) {
    f.compute_at(out, uo).store_in(MemoryType::Stack).bound_extent(u, width).vectorize(u, width);
    f.update().vectorize(u, width);
  }
  sum.compute_at(total, chunks);
  out.output_buffer().dim(0).set_bounds(0, inner).set_stride(1);
  out.output_buffer().dim(1).set_bounds(0, outer).set_stride(inner);
  HalideKernel kernel;
  kernel.pipeline = Pipeline(out);
  kernel.arguments = {x, dy};
  return kernel;
}

}  // namespace specimen::gen
