// What a depthwise_backward_kernel kernel computes: the gradient of a depthwise convolution's kernel, NHWC, f32: for
// each tap and channel the sum over all examples and pixels of
//   x[y * stride + tap_y * dilation - padding_top, column * stride + tap_x * dilation - padding_left] * dy[y, column]
// with zeros around x. Where these are stored, x includes them and the padding is 0. Arguments: x, dy; then dkernel
// (kernel_height, kernel_width, channels), which has no batch.
#pragma once

#include "../common/traits.h"

namespace mnist::kernels {

struct DepthwiseBackwardKernel {
  int in_height = 1, in_width = 1;
  int out_height = 1, out_width = 1, channels = 1;
  int kernel_height = 3, kernel_width = 3;
  int stride_height = 1, stride_width = 1;
  int dilation_height = 1, dilation_width = 1;
  int padding_top = 0, padding_left = 0;  // bottom and right follow from the extents
  Storage in, out;                        // of x and of dy

  template <class V>
  void fields(V&& v) {
    v("in_height", in_height), v("in_width", in_width), v("out_height", out_height), v("out_width", out_width),
        v("channels", channels), v("kernel_height", kernel_height), v("kernel_width", kernel_width),
        v("stride_height", stride_height), v("stride_width", stride_width), v("dilation_height", dilation_height),
        v("dilation_width", dilation_width), v("padding_top", padding_top), v("padding_left", padding_left),
        v("in", in), v("out", out);
  }
};

// Rows of x, with the zeros around it, that a number of rows of dy touch; columns that all touch.
int touched_height(const DepthwiseBackwardKernel& problem, int rows);
int touched_width(const DepthwiseBackwardKernel& problem);

std::string shape_name(const DepthwiseBackwardKernel& problem);  // 3x3_56x56x144, with _s2, _d2: of x
std::int64_t flops(const DepthwiseBackwardKernel& problem);      // per example; two for each multiply-add
std::vector<KernelArgument> arguments(const DepthwiseBackwardKernel& problem);
KernelTraits traits(const DepthwiseBackwardKernel& problem);
std::string describe(const DepthwiseBackwardKernel& problem);  // for people

}  // namespace mnist::kernels
