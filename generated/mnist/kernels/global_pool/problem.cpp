#include "problem.h"

#include "../common/window.h"

namespace mnist::kernels {

std::string shape_name(const GlobalPool& problem) {
  return std::string(to_string(problem.pooling)) + "_" + std::to_string(problem.height) + "x" +
         std::to_string(problem.width) + "x" + std::to_string(problem.channels);
}

std::int64_t flops(const GlobalPool& problem) {
  return std::int64_t{problem.height} * problem.width * problem.channels;
}

std::vector<KernelArgument> arguments(const GlobalPool& problem) {
  KernelArgument x;
  x.name = "x";
  x.shape = {-1, problem.height, problem.width, problem.channels};
  x.storage = problem.in;
  x.elements = extent_elements(problem.in, problem.height, problem.width, problem.channels);
  std::vector<KernelArgument> list = {x};
  const Storage rows = {problem.channels, problem.channels, problem.channels};
  append_chain_arguments(problem.epilogue, {-1, problem.channels}, rows, rows, &list);
  return list;
}

KernelTraits traits(const GlobalPool& problem) { return {.epilogue = &problem.epilogue}; }

std::string describe(const GlobalPool& problem) {
  return std::string("global ") + to_string(problem.pooling) + " pooling of " +
         window_text(problem.height, problem.width) + description_after(problem.epilogue);
}

}  // namespace mnist::kernels
