#include "problem.h"

#include "../common/window.h"

namespace mnist::kernels {

int touched_height(const Pool2D& problem) {
  if (problem.own_padding) return problem.own_padding->height;
  return touched(problem.out_height, problem.pool_height, problem.stride_height, 1);
}
int touched_width(const Pool2D& problem) {
  if (problem.own_padding) return problem.own_padding->width;
  return touched(problem.out_width, problem.pool_width, problem.stride_width, 1);
}

std::string shape_name(const Pool2D& problem) {
  const auto number = [](int n) { return std::to_string(n); };
  std::string name = std::string(to_string(problem.pooling)) + "_" + number(problem.pool_height) + "x" +
                     number(problem.pool_width) + "_" + number(problem.out_height) + "x" + number(problem.out_width) +
                     "x" + number(problem.channels) + "_s" + number(problem.stride_height);
  if (problem.stride_width != problem.stride_height) name += "x" + number(problem.stride_width);
  if (problem.own_padding) name += own_padding_suffix(*problem.own_padding);
  return name;
}

std::int64_t flops(const Pool2D& problem) {
  return std::int64_t{problem.out_height} * problem.out_width * problem.channels * problem.pool_height *
         problem.pool_width;
}

std::vector<KernelArgument> arguments(const Pool2D& problem) {
  KernelArgument x;
  x.name = "x";
  x.shape = {-1, touched_height(problem), touched_width(problem), problem.channels};
  x.storage = problem.in;
  x.elements = extent_elements(problem.in, touched_height(problem), touched_width(problem), problem.channels);
  std::vector<KernelArgument> list = {x};
  append_chain_arguments(problem.epilogue, {-1, problem.out_height, problem.out_width, problem.channels}, problem.out,
                         problem.residual, &list);
  return list;
}

KernelTraits traits(const Pool2D& problem) { return {.epilogue = &problem.epilogue}; }

std::string describe(const Pool2D& problem) {
  return window_text(problem.pool_height, problem.pool_width) + " " + to_string(problem.pooling) + " pooling" +
         stride_text(problem.stride_height, problem.stride_width) + description_after(problem.epilogue);
}

}  // namespace mnist::kernels
