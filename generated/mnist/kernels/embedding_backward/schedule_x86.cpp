#include "algorithm.h"

namespace mnist::kernels {

// Zeros first. Then each task takes some features of all places, one place after the other.
HalideKernel embedding_backward_x86(const EmbeddingBackward& problem, const EmbeddingBackwardSchedule& schedule,
                                    const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), v("v"), vt("vt"), vi("vi"), task("task"), ci("ci");
  ImageParam ids(Int(32), 2, "ids"), dy(Float(32), 3, "dy");
  fix_sequences(dy, problem.features, problem.features);
  fix_tokens(ids);
  const bool by_id = problem.lookup == Lookup::ids;
  RDom place(0, dy.dim(1).extent(), 0, dy.dim(2).extent(), "place");
  const Expr row = by_id ? Expr(ids(place.x, place.y)) : Expr(place.x);
  Func table("dtable");
  table(c, v) = 0.0f;
  table(c, clamp(row, 0, problem.vocabulary - 1)) += dy(c, place.x, place.y);
  const int vec = target.natural_vector_size<float>();
  table.split(v, vt, vi, schedule.rows, TailStrategy::GuardWithIf).parallel(vt);
  table.vectorize(c, vec, TailStrategy::GuardWithIf);
  table.update().split(c, task, ci, schedule.features, TailStrategy::GuardWithIf).reorder(ci, place.x, place.y, task);
  table.update().parallel(task).vectorize(ci, std::min(vec, schedule.features), TailStrategy::GuardWithIf);
  table.output_buffer().dim(0).set_bounds(0, problem.features).set_stride(1);
  table.output_buffer().dim(1).set_bounds(0, problem.vocabulary).set_stride(problem.features);
  HalideKernel kernel;
  kernel.pipeline = Pipeline(table);
  kernel.arguments = {dy};
  if (by_id) kernel.arguments.insert(kernel.arguments.begin(), ids);
  return kernel;
}

}  // namespace mnist::kernels
