// What an expand_depthwise kernel computes: y = epilogue(depthwise(expansion(conv1x1(x)))): the first two convolutions
// of an inverted residual block, the wide image between them in no memory but a few rows of workspace. NHWC, f32, any
// batch. The depthwise convolution pads the expanded image with zeros. Arguments: x, filter of the 1x1 convolution
// (panels as conv2d's, kernel 1x1), depthwise filter [kernel_h][kernel_w][channels], operands of the expansion, of the
// epilogue; then the outputs.
#pragma once

#include "../common/traits.h"

namespace mnist::kernels {

struct ExpandDepthwise {
  int in_height = 1, in_width = 1, in_channels = 1;
  int out_height = 1, out_width = 1;
  int channels = 1;  // of the expanded image and of y
  int kernel_height = 3, kernel_width = 3;
  int stride_height = 1, stride_width = 1;
  int dilation_height = 1, dilation_width = 1;
  int padding_top = 0, padding_left = 0;  // bottom and right follow from the extents
  Storage in, out;
  Storage residual;
  Chain expansion;  // of the 1x1 convolution: one value a channel or constants as operands, nothing stored
  Chain epilogue;

  template <class V>
  void fields(V&& v) {
    v("in_height", in_height), v("in_width", in_width), v("in_channels", in_channels);
    v("out_height", out_height), v("out_width", out_width), v("channels", channels);
    v("kernel_height", kernel_height), v("kernel_width", kernel_width);
    v("stride_height", stride_height), v("stride_width", stride_width);
    v("dilation_height", dilation_height), v("dilation_width", dilation_width);
    v("padding_top", padding_top), v("padding_left", padding_left);
    v("in", in), v("out", out), v("residual", residual), v("expansion", expansion), v("epilogue", epilogue);
  }
};

// Columns of the expanded image that a row of y reads, those of the padding included.
int expanded_columns(const ExpandDepthwise& problem);
// Whether a chain can run between the two convolutions.
bool may_expand(const Chain& chain);

std::string shape_name(const ExpandDepthwise& problem);  // 3x3_56x56x24_144, with _s2, _d2: y's rows and columns
std::int64_t flops(const ExpandDepthwise& problem);      // per example; two for each multiply-add, each counted once
std::vector<KernelArgument> arguments(const ExpandDepthwise& problem);
KernelTraits traits(const ExpandDepthwise& problem);
std::string describe(const ExpandDepthwise& problem);  // for people

}  // namespace mnist::kernels
