// What a pool2d kernel computes: the maximum or the average of each window. NHWC, f32, any batch.
// Arguments: x, the epilogue's operands; then y. Max reads padding that holds the lowest finite float; average divides
// by the number of pixels of the window that are inside the image, as Keras does.
#pragma once

#include <optional>

#include "../common/pooling.h"
#include "../common/traits.h"
#include "../common/window.h"

namespace mnist::kernels {

struct Pool2D {
  Pooling pooling = Pooling::max;
  int in_height = 1, in_width = 1;  // the image, without padding: what an average counts
  int out_height = 1, out_width = 1, channels = 1;
  int pool_height = 2, pool_width = 2;
  int stride_height = 2, stride_width = 2;
  int padding_top = 0, padding_left = 0;  // the view starts that many rows and columns before the image
  Storage in, out;
  Storage residual;  // of tensor operands of the epilogue
  Chain epilogue;
  std::optional<OwnPadding> own_padding;  // of the same image; none: the padding is stored around x

  template <class V>
  void fields(V&& v) {
    v("pooling", pooling), v("in_height", in_height), v("in_width", in_width);
    v("out_height", out_height), v("out_width", out_width), v("channels", channels);
    v("pool_height", pool_height), v("pool_width", pool_width);
    v("stride_height", stride_height), v("stride_width", stride_width);
    v("padding_top", padding_top), v("padding_left", padding_left), v("in", in), v("out", out), v("residual", residual),
        v("epilogue", epilogue), v("own_padding", own_padding);
  }
};

// Rows and columns of x that the kernel may touch, from the view's first pixel. An average reads them too, as zeros.
int touched_height(const Pool2D& problem);
int touched_width(const Pool2D& problem);

std::string shape_name(const Pool2D& problem);  // max_3x3_56x56x64_s2
std::int64_t flops(const Pool2D& problem);      // per example; one for each element of each window
std::vector<KernelArgument> arguments(const Pool2D& problem);
KernelTraits traits(const Pool2D& problem);
std::string describe(const Pool2D& problem);  // for people

}  // namespace mnist::kernels
