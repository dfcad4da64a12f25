#include "problem.h"

namespace mnist::kernels {

int touched_height(const Conv2DBackwardKernel& problem) {
  return touched(problem.out_height, problem.kernel_height, problem.stride_height, problem.dilation_height);
}

int touched_width(const Conv2DBackwardKernel& problem) {
  return touched(problem.out_width, problem.kernel_width, problem.stride_width, problem.dilation_width);
}

bool is_flat(const Conv2DBackwardKernel& problem) {
  const bool pointwise = problem.kernel_height == 1 && problem.kernel_width == 1 && problem.stride_height == 1 &&
                         problem.stride_width == 1 && problem.groups == 1;
  const auto gapless = [&](const Storage& s) {
    return s.row == problem.out_width * s.pixel && s.example == problem.out_height * s.row;
  };
  return pointwise && gapless(problem.in) && gapless(problem.out);
}

std::string shape_name(const Conv2DBackwardKernel& problem) {
  const auto number = [](int n) { return std::to_string(n); };
  return window_text(problem.kernel_height, problem.kernel_width) + "_" + number(problem.out_height) + "x" +
         number(problem.out_width) + "x" + number(problem.in_channels) + "_" + number(problem.out_channels) +
         window_suffix(problem) + (problem.groups != 1 ? "_g" + number(problem.groups) : "");
}

std::int64_t flops(const Conv2DBackwardKernel& problem) {
  return std::int64_t{2} * problem.out_height * problem.out_width * problem.out_channels *
         (problem.in_channels / problem.groups) * problem.kernel_height * problem.kernel_width;
}

std::vector<KernelArgument> arguments(const Conv2DBackwardKernel& problem) {
  KernelArgument dkernel;
  dkernel.name = "dkernel";
  dkernel.role = Role::output;
  dkernel.shape = {problem.kernel_height, problem.kernel_width, problem.in_channels / problem.groups,
                   problem.out_channels};
  dkernel.elements = 1;
  for (int extent : dkernel.shape) dkernel.elements *= extent;
  return {image_argument("x", Role::input, touched_height(problem), touched_width(problem), problem.in_channels,
                         problem.in),
          image_argument("dy", Role::input, problem.out_height, problem.out_width, problem.out_channels, problem.out),
          dkernel};
}

KernelTraits traits(const Conv2DBackwardKernel& problem) { return {.flat = is_flat(problem)}; }

std::string describe(const Conv2DBackwardKernel& problem) {
  return "gradient of a " + window_text(problem.kernel_height, problem.kernel_width) + " convolution's kernel" +
         stride_text(problem.stride_height, problem.stride_width) +
         dilation_text(problem.dilation_height, problem.dilation_width) +
         (problem.groups > 1 ? ", " + std::to_string(problem.groups) + " groups" : "") + ", " +
         std::to_string(problem.in_channels) + " -> " + std::to_string(problem.out_channels);
}

}  // namespace mnist::kernels
