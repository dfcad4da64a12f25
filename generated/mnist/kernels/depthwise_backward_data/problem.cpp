#include "problem.h"

#include "../common/window.h"

namespace mnist::kernels {

namespace {

int floor_divide(int a, int b) { return a >= 0 ? a / b : -((b - 1 - a) / b); }

// The places of dy, from `first` to `last`, that pixels 0 ... pixels - 1 read.
struct Reads {
  int first, last;
};
Reads reads(int pixels, int kernel, int stride, int dilation, int padding) {
  return {floor_divide(padding - (kernel - 1) * dilation, stride), floor_divide(pixels - 1 + padding, stride)};
}

}  // namespace

int first_column(const DepthwiseBackwardData& w) {
  return reads(w.in_width, w.kernel_width, w.stride_width, w.dilation_width, w.padding_left).first;
}

int padded_width(const DepthwiseBackwardData& w) {
  const int columns = (w.in_width + w.stride_width - 1) / w.stride_width * w.stride_width;
  const Reads r = reads(columns, w.kernel_width, w.stride_width, w.dilation_width, w.padding_left);
  return r.last - r.first + 1;
}

int padded_height(const DepthwiseBackwardData& w, int rows) {
  const Reads r = reads(rows, w.kernel_height, w.stride_height, w.dilation_height, w.padding_top);
  return r.last - r.first + 1;
}

std::string shape_name(const DepthwiseBackwardData& problem) {
  return window_text(problem.kernel_height, problem.kernel_width) + "_" +
         window_text(problem.in_height, problem.in_width) + "x" + std::to_string(problem.channels) +
         window_suffix(problem);
}

std::int64_t flops(const DepthwiseBackwardData& problem) {
  return std::int64_t{2} * problem.out_height * problem.out_width * problem.channels * problem.kernel_height *
         problem.kernel_width;
}

std::vector<KernelArgument> arguments(const DepthwiseBackwardData& problem) {
  KernelArgument kernel;
  kernel.name = "kernel";
  kernel.shape = {problem.kernel_height, problem.kernel_width, problem.channels};
  kernel.elements = std::int64_t{problem.kernel_height} * problem.kernel_width * problem.channels;
  return {image_argument("dy", Role::input, problem.out_height, problem.out_width, problem.channels, problem.out),
          kernel,
          image_argument("dx", Role::output, problem.in_height, problem.in_width, problem.channels, problem.in)};
}

KernelTraits traits(const DepthwiseBackwardData&) { return {}; }

std::string describe(const DepthwiseBackwardData& problem) {
  return "gradient of a " + window_text(problem.kernel_height, problem.kernel_width) +
         " depthwise convolution's input" + stride_text(problem.stride_height, problem.stride_width) +
         dilation_text(problem.dilation_height, problem.dilation_width);
}

}  // namespace mnist::kernels
