// What a conv2d kernel computes: y = epilogue(conv(prologue(x), filter)), NHWC, f32, any batch.
// Arguments in order: x, filter (packed as ConvAlgorithm says), the prologue's operands, the epilogue's operands; then
// the outputs.
#pragma once

#include <optional>

#include "../common/layout.h"
#include "../common/traits.h"
#include "../common/window.h"

namespace mnist::kernels {

struct Conv2D {
  int out_height = 1, out_width = 1, out_channels = 1;
  int in_channels = 1;
  int kernel_height = 1, kernel_width = 1;
  int stride_height = 1, stride_width = 1;
  int dilation_height = 1, dilation_width = 1;
  int groups = 1;
  ConvAlgorithm algorithm = ConvAlgorithm::direct;
  Storage in, out;   // every output has the storage `out`
  Storage residual;  // of tensor operands of the epilogue; all zero when there is none
  Chain prologue;    // of every pixel read: 1x1 windows with stride 1 only; no tensor operands, nothing stored
  Chain epilogue;
  std::optional<OwnPadding> own_padding;  // none: the padding is stored around x
  std::optional<DType> filter_type;       // none: f32; others are `direct`

  template <class V>
  void fields(V&& v) {
    v("out_height", out_height), v("out_width", out_width), v("out_channels", out_channels);
    v("in_channels", in_channels), v("kernel_height", kernel_height), v("kernel_width", kernel_width);
    v("stride_height", stride_height), v("stride_width", stride_width);
    v("dilation_height", dilation_height), v("dilation_width", dilation_width), v("groups", groups);
    v("algorithm", algorithm), v("in", in), v("out", out), v("residual", residual);
    v("prologue", prologue), v("epilogue", epilogue), v("own_padding", own_padding);
    v("filter_type", filter_type);
  }
};

// Rows and columns of x that the kernel may touch, from the view's first pixel: the plan makes that much readable
// memory. Winograd mixes all of them, so what is outside the image must be zero (or at least small) there too.
int touched_height(const Conv2D& problem);
int touched_width(const Conv2D& problem);

// The same convolution as one row of height * width pixels, where rows follow each other without gaps (1x1, stride 1,
// no padding); else unchanged. Kernels are compiled from this form.
Conv2D flattened(const Conv2D& problem);
std::string shape_name(const Conv2D& problem);        // 3x3_56x56x64_64, with _s2, _d2, _g32, _f4 where they apply
std::int64_t flops(const Conv2D& problem);            // per example; two for each multiply-add of the direct algorithm
std::int64_t filter_elements(const Conv2D& problem);  // packed, zeros included
std::vector<KernelArgument> arguments(const Conv2D& problem);
KernelTraits traits(const Conv2D& problem);
std::string describe(const Conv2D& problem);  // for people

}  // namespace mnist::kernels
