// What a conv2d_backward_kernel kernel computes: the gradient of a convolution's kernel, NHWC, f32: for each tap, input
// and output channel the sum over all examples and pixels of
//   x[y * stride + tap_y * dilation, column * stride + tap_x * dilation, input] * dy[y, column, output]
// Sums are of chunks of pixels, which follow from the shape and the batch alone. x is stored with its padding, zeros.
// Arguments: x, from the first pixel of its padding on, dy; then dkernel (height, width, inputs of a group, outputs),
// which has no batch.
#pragma once

#include "../common/traits.h"
#include "../common/window.h"

namespace mnist::kernels {

struct Conv2DBackwardKernel {
  int out_height = 1, out_width = 1, out_channels = 1;  // of dy
  int in_channels = 1;
  int kernel_height = 1, kernel_width = 1;
  int stride_height = 1, stride_width = 1;
  int dilation_height = 1, dilation_width = 1;
  int groups = 1;
  Storage in, out;  // of x and of dy

  template <class V>
  void fields(V&& v) {
    v("out_height", out_height), v("out_width", out_width), v("out_channels", out_channels);
    v("in_channels", in_channels), v("kernel_height", kernel_height), v("kernel_width", kernel_width);
    v("stride_height", stride_height), v("stride_width", stride_width);
    v("dilation_height", dilation_height), v("dilation_width", dilation_width), v("groups", groups);
    v("in", in), v("out", out);
  }
};

// Rows and columns of x that the kernel touches, from the view's first pixel.
int touched_height(const Conv2DBackwardKernel& problem);
int touched_width(const Conv2DBackwardKernel& problem);

// Whether it is a sum over rows of channels, that of a dense layer: 1x1, stride 1, pixels without gaps between them.
bool is_flat(const Conv2DBackwardKernel& problem);

std::string shape_name(const Conv2DBackwardKernel& problem);  // 3x3_56x56x64_64, with _s2, _d2, _g32 where they apply
std::int64_t flops(const Conv2DBackwardKernel& problem);      // per example; two for each multiply-add
std::vector<KernelArgument> arguments(const Conv2DBackwardKernel& problem);
KernelTraits traits(const Conv2DBackwardKernel& problem);
std::string describe(const Conv2DBackwardKernel& problem);  // for people

}  // namespace mnist::kernels
