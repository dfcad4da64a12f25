// What a depthwise_conv2d kernel computes: each channel filtered on its own, then the epilogue. NHWC, f32, any batch.
// Arguments: x, filter [kernel_h][kernel_w][channels], the epilogue's operands; then the outputs. Depth multiplier 1.
// The kernel pads x with zeros that are not in memory. Where they are stored, x includes them and the padding is 0.
#pragma once

#include "../common/traits.h"

namespace mnist::kernels {

struct DepthwiseConv2D {
  int in_height = 1, in_width = 1;
  int out_height = 1, out_width = 1, channels = 1;
  int kernel_height = 3, kernel_width = 3;
  int stride_height = 1, stride_width = 1;
  int dilation_height = 1, dilation_width = 1;
  int padding_top = 0, padding_left = 0;  // bottom and right follow from the extents
  Storage in, out;
  Storage residual;
  Chain epilogue;

  template <class V>
  void fields(V&& v) {
    v("in_height", in_height), v("in_width", in_width);
    v("out_height", out_height), v("out_width", out_width), v("channels", channels);
    v("kernel_height", kernel_height), v("kernel_width", kernel_width);
    v("stride_height", stride_height), v("stride_width", stride_width);
    v("dilation_height", dilation_height), v("dilation_width", dilation_width);
    v("padding_top", padding_top), v("padding_left", padding_left);
    v("in", in), v("out", out), v("residual", residual), v("epilogue", epilogue);
  }
};

// Rows and columns that the windows touch, padding included.
int touched_height(const DepthwiseConv2D& problem);
int touched_width(const DepthwiseConv2D& problem);

// Whether windows reach beyond x.
bool pads(const DepthwiseConv2D& problem);

// Whether a kernel whose windows touch that number of rows and columns had better pad x itself, instead of x having
// padding.
bool better_without_padding(int touched_height, int touched_width);

std::string shape_name(const DepthwiseConv2D& problem);  // 3x3_56x56x144, with _s2, _d2
std::int64_t flops(const DepthwiseConv2D& problem);      // per example; two for each multiply-add
std::vector<KernelArgument> arguments(const DepthwiseConv2D& problem);
KernelTraits traits(const DepthwiseConv2D& problem);
std::string describe(const DepthwiseConv2D& problem);  // for people

}  // namespace mnist::kernels
