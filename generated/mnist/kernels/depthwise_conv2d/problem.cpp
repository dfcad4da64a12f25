#include "problem.h"

#include "../common/window.h"

namespace mnist::kernels {

int touched_height(const DepthwiseConv2D& problem) {
  return touched(problem.out_height, problem.kernel_height, problem.stride_height, problem.dilation_height);
}

int touched_width(const DepthwiseConv2D& problem) {
  return touched(problem.out_width, problem.kernel_width, problem.stride_width, problem.dilation_width);
}

// 512 pixels of a vector of channels are 32 KB. Padding of 14x14 and 7x7 pixels are larger than the images, and one
// thread would fill them: EfficientNet-B0 on two threads spent 0.25 of 5.5 ms on it.
bool better_without_padding(int touched_height, int touched_width) { return touched_height * touched_width <= 512; }

bool pads(const DepthwiseConv2D& problem) {
  return problem.padding_top > 0 || problem.padding_left > 0 || touched_height(problem) > problem.in_height ||
         touched_width(problem) > problem.in_width;
}

std::string shape_name(const DepthwiseConv2D& problem) {
  const auto number = [](int n) { return std::to_string(n); };
  const std::string name = number(problem.kernel_height) + "x" + number(problem.kernel_width) + "_" +
                           number(problem.out_height) + "x" + number(problem.out_width) + "x" +
                           number(problem.channels);
  return name + window_suffix(problem);
}

std::int64_t flops(const DepthwiseConv2D& problem) {
  return std::int64_t{2} * problem.out_height * problem.out_width * problem.channels * problem.kernel_height *
         problem.kernel_width;
}

std::vector<KernelArgument> arguments(const DepthwiseConv2D& problem) {
  KernelArgument x;
  x.name = "x";
  x.shape = {-1, problem.in_height, problem.in_width, problem.channels};
  x.storage = problem.in;
  x.elements = extent_elements(problem.in, problem.in_height, problem.in_width, problem.channels);
  KernelArgument filter;
  filter.name = "filter";
  filter.role = Role::weight;
  filter.shape = {problem.kernel_height, problem.kernel_width, problem.channels};
  filter.elements = std::int64_t{problem.kernel_height} * problem.kernel_width * problem.channels;
  std::vector<KernelArgument> list = {x, filter};
  append_chain_arguments(problem.epilogue, {-1, problem.out_height, problem.out_width, problem.channels}, problem.out,
                         problem.residual, &list);
  return list;
}

KernelTraits traits(const DepthwiseConv2D& problem) { return {.epilogue = &problem.epilogue}; }

std::string describe(const DepthwiseConv2D& problem) {
  return window_text(problem.kernel_height, problem.kernel_width) + " depthwise convolution" +
         stride_text(problem.stride_height, problem.stride_width) +
         dilation_text(problem.dilation_height, problem.dilation_width) + ", " + std::to_string(problem.channels) +
         " channels" + description_after(problem.epilogue);
}

}  // namespace mnist::kernels
