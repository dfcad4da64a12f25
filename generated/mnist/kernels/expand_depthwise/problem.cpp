#include "problem.h"

#include <algorithm>

#include "../common/tiles.h"
#include "../common/window.h"

namespace mnist::kernels {

bool may_expand(const Chain& chain) {
  return chain.outputs() == 1 && !chain.has(Operand::tensor) && !chain.has(Operand::example_channel);
}

int expanded_columns(const ExpandDepthwise& problem) {
  return (problem.out_width - 1) * problem.stride_width + (problem.kernel_width - 1) * problem.dilation_width + 1;
}

std::string shape_name(const ExpandDepthwise& problem) {
  const auto number = [](int n) { return std::to_string(n); };
  const std::string name = number(problem.kernel_height) + "x" + number(problem.kernel_width) + "_" +
                           number(problem.out_height) + "x" + number(problem.out_width) + "x" +
                           number(problem.in_channels) + "_" + number(problem.channels);
  return name + window_suffix(problem);
}

std::int64_t flops(const ExpandDepthwise& problem) {
  return std::int64_t{2} * problem.channels *
         (std::int64_t{problem.in_height} * problem.in_width * problem.in_channels +
          std::int64_t{problem.out_height} * problem.out_width * problem.kernel_height * problem.kernel_width);
}

std::vector<KernelArgument> arguments(const ExpandDepthwise& problem) {
  KernelArgument x;
  x.name = "x";
  x.shape = {-1, problem.in_height, problem.in_width, problem.in_channels};
  x.storage = problem.in;
  x.elements = extent_elements(problem.in, problem.in_height, problem.in_width, problem.in_channels);
  KernelArgument filter;
  filter.name = "filter";
  filter.role = Role::weight;
  filter.shape = {divide_up(problem.channels, kPanel), 1, 1, problem.in_channels, kPanel};
  filter.elements = std::int64_t{filter.shape[0]} * problem.in_channels * kPanel;
  KernelArgument depthwise;
  depthwise.name = "depthwise_filter";
  depthwise.role = Role::weight;
  depthwise.shape = {problem.kernel_height, problem.kernel_width, problem.channels};
  depthwise.elements = std::int64_t{problem.kernel_height} * problem.kernel_width * problem.channels;
  std::vector<KernelArgument> list = {x, filter, depthwise};
  append_chain_operands(problem.expansion, {-1, problem.in_height, problem.in_width, problem.channels}, Storage{},
                        &list);
  append_chain_arguments(problem.epilogue, {-1, problem.out_height, problem.out_width, problem.channels}, problem.out,
                         problem.residual, &list);
  return list;
}

KernelTraits traits(const ExpandDepthwise& problem) { return {.epilogue = &problem.epilogue}; }

std::string describe(const ExpandDepthwise& problem) {
  return "1x1 convolution, " + std::to_string(problem.in_channels) + " -> " + std::to_string(problem.channels) +
         description_after(problem.expansion) + ", then " + window_text(problem.kernel_height, problem.kernel_width) +
         " depthwise convolution" + stride_text(problem.stride_height, problem.stride_width) +
         dilation_text(problem.dilation_height, problem.dilation_width) + description_after(problem.epilogue);
}

}  // namespace mnist::kernels
