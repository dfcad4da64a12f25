#include "problem.h"

#include "../common/window.h"

namespace mnist::kernels {

int touched_height(const DepthwiseBackwardKernel& problem, int rows) {
  return touched(rows, problem.kernel_height, problem.stride_height, problem.dilation_height);
}
int touched_width(const DepthwiseBackwardKernel& problem) {
  return touched(problem.out_width, problem.kernel_width, problem.stride_width, problem.dilation_width);
}

std::string shape_name(const DepthwiseBackwardKernel& problem) {
  return window_text(problem.kernel_height, problem.kernel_width) + "_" +
         window_text(problem.in_height, problem.in_width) + "x" + std::to_string(problem.channels) +
         window_suffix(problem);
}

std::int64_t flops(const DepthwiseBackwardKernel& problem) {
  return std::int64_t{2} * problem.out_height * problem.out_width * problem.channels * problem.kernel_height *
         problem.kernel_width;
}

std::vector<KernelArgument> arguments(const DepthwiseBackwardKernel& problem) {
  KernelArgument dkernel;
  dkernel.name = "dkernel";
  dkernel.role = Role::output;
  dkernel.shape = {problem.kernel_height, problem.kernel_width, problem.channels};
  dkernel.elements = std::int64_t{problem.kernel_height} * problem.kernel_width * problem.channels;
  return {image_argument("x", Role::input, problem.in_height, problem.in_width, problem.channels, problem.in),
          image_argument("dy", Role::input, problem.out_height, problem.out_width, problem.channels, problem.out),
          dkernel};
}

KernelTraits traits(const DepthwiseBackwardKernel&) { return {}; }

std::string describe(const DepthwiseBackwardKernel& problem) {
  return "gradient of a " + window_text(problem.kernel_height, problem.kernel_width) +
         " depthwise convolution's kernel" + stride_text(problem.stride_height, problem.stride_width) +
         dilation_text(problem.dilation_height, problem.dilation_width);
}

}  // namespace mnist::kernels
