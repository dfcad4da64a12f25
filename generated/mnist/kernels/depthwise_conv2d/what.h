// What a depthwise_conv2d kernel computes: each channel filtered on its own, then the epilogue. NHWC, f32, any batch.
// Arguments: x, filter [kernel_h][kernel_w][channels], the epilogue's operands; then the outputs. Depth multiplier 1.
#pragma once

#include "../common/chain.h"
#include "../common/storage.h"

namespace specimen::gen {

struct DepthwiseConv2D {
  int out_height = 1, out_width = 1, channels = 1;
  int kernel_height = 3, kernel_width = 3;
  int stride_height = 1, stride_width = 1;
  int dilation_height = 1, dilation_width = 1;
  Storage in, out;
  Storage residual;
  Chain epilogue;

  template <class V>
  void fields(V&& v) {
    v("out_height", out_height), v("out_width", out_width), v("channels", channels);
    v("kernel_height", kernel_height), v("kernel_width", kernel_width);
    v("stride_height", stride_height), v("stride_width", stride_width);
    v("dilation_height", dilation_height), v("dilation_width", dilation_width);
    v("in", in), v("out", out), v("residual", residual), v("epilogue", epilogue);
  }
};

// Rows and columns of x that the kernel touches, from the view's first pixel.
int touched_height(const DepthwiseConv2D& what);
int touched_width(const DepthwiseConv2D& what);

}  // namespace specimen::gen
