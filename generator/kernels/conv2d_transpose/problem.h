// What a conv2d_transpose kernel computes: the transpose of a convolution, then the epilogue. NHWC, f32, any batch.
// Every pixel of x adds its kernel to the full result, `stride` pixels further on for each pixel; y is the full result
// from row `padding_top` and column `padding_left` on, zeros behind its end. As a sum for one pixel of y: row
// f = y + padding_top takes those taps k whose dilated position leaves a multiple of the stride,
//   full[f] = sum over k with (f - k * dilation) % stride == 0 of x[(f - k * dilation) / stride] . kernel[k]
// Each of `groups` groups of outputs reads the inputs of its own group.
// Arguments: x, filter [out/16][kernel_h][kernel_w][in/groups][16], the epilogue's operands; then the outputs.
#pragma once

#include <vector>

#include "../common/layout.h"
#include "../common/traits.h"

namespace specimen::gen {

struct Conv2DTranspose {
  int in_height = 1, in_width = 1, in_channels = 1;
  int out_height = 1, out_width = 1, out_channels = 1;
  int kernel_height = 1, kernel_width = 1;
  int stride_height = 1, stride_width = 1;
  int dilation_height = 1, dilation_width = 1;
  int padding_top = 0, padding_left = 0;
  int groups = 1;
  Storage in, out;
  Storage residual;  // of tensor operands of the epilogue
  Chain epilogue;

  template <class V>
  void fields(V&& v) {
    v("in_height", in_height), v("in_width", in_width), v("in_channels", in_channels);
    v("out_height", out_height), v("out_width", out_width), v("out_channels", out_channels);
    v("kernel_height", kernel_height), v("kernel_width", kernel_width);
    v("stride_height", stride_height), v("stride_width", stride_width);
    v("dilation_height", dilation_height), v("dilation_width", dilation_width);
    v("padding_top", padding_top), v("padding_left", padding_left), v("groups", groups);
    v("in", in), v("out", out), v("residual", residual), v("epilogue", epilogue);
  }
};

// One axis of a problem. Its outputs fall into `stride` phases, o % stride; those of one phase are a convolution of
// stride 1 with a part of the taps: output q * stride + phase reads x[q + first[phase] - j * step] with tap
// tap[phase] + j * tap_step, for j = 0 ... count[phase] - 1.
struct TransposedAxis {
  int stride = 1, tap_step = 1, step = 1;
  std::vector<int> tap, first, count;  // by phase
  int most = 0;                        // of `count`
  int lowest = 0, highest = 0;         // of x - q, over all phases and j

  bool even() const;  // all phases have the same number of taps
};
TransposedAxis rows_of(const Conv2DTranspose& problem);
TransposedAxis columns_of(const Conv2DTranspose& problem);

// Rows of x that `rows` outputs of each phase touch, padding included; columns that all do.
int touched_height(const Conv2DTranspose& problem, int rows);
int touched_width(const Conv2DTranspose& problem);
// Whether outputs take pixels beyond x, which are zeros.
bool pads(const Conv2DTranspose& problem);

std::string shape_name(const Conv2DTranspose& problem);  // 2x2_112x112x64_32_s2: of y, the inputs, the filters
std::int64_t flops(const Conv2DTranspose& problem);      // an example; two for each multiply-add
std::vector<KernelArgument> arguments(const Conv2DTranspose& problem);
KernelTraits traits(const Conv2DTranspose& problem);
std::string describe(const Conv2DTranspose& problem);  // for people

}  // namespace specimen::gen
