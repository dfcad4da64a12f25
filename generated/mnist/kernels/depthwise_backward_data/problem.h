// What a depthwise_backward_data kernel computes: the gradient of a depthwise convolution's input, NHWC, f32, any
// batch. Each pixel of dx is a sum over the taps and pixels of dy that read it:
//   dx[y, x] = sum over taps with (y + padding_top - tap_y * dilation) a multiple of the stride, and x alike, of
//              dy[(y + padding_top - tap_y * dilation) / stride, ...] * kernel[tap_y, tap_x]
// Arguments: dy, kernel (kernel_height, kernel_width, channels), which has no batch; then dx.
#pragma once

#include "../common/traits.h"

namespace mnist::kernels {

struct DepthwiseBackwardData {
  int in_height = 1, in_width = 1;
  int out_height = 1, out_width = 1, channels = 1;
  int kernel_height = 3, kernel_width = 3;
  int stride_height = 1, stride_width = 1;
  int dilation_height = 1, dilation_width = 1;
  int padding_top = 0, padding_left = 0;  // bottom and right follow from the extents
  Storage in, out;                        // of dx and of dy

  template <class V>
  void fields(V&& v) {
    v("in_height", in_height), v("in_width", in_width), v("out_height", out_height), v("out_width", out_width),
        v("channels", channels), v("kernel_height", kernel_height), v("kernel_width", kernel_width),
        v("stride_height", stride_height), v("stride_width", stride_width), v("dilation_height", dilation_height),
        v("dilation_width", dilation_width), v("padding_top", padding_top), v("padding_left", padding_left),
        v("in", in), v("out", out);
  }
};

// What a number of rows of dx, a multiple of the stride, read of dy with the zeros around it: the first column, and how
// many there are of both.
int first_column(const DepthwiseBackwardData& problem);
int padded_width(const DepthwiseBackwardData& problem);
int padded_height(const DepthwiseBackwardData& problem, int rows);

std::string shape_name(const DepthwiseBackwardData& problem);  // 3x3_56x56x144, with _s2, _d2: of dx
std::int64_t flops(const DepthwiseBackwardData& problem);      // per example; two for each multiply-add
std::vector<KernelArgument> arguments(const DepthwiseBackwardData& problem);
KernelTraits traits(const DepthwiseBackwardData& problem);
std::string describe(const DepthwiseBackwardData& problem);  // for people

}  // namespace mnist::kernels
