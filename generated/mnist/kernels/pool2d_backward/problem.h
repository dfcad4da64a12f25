// What a pool2d_backward kernel computes: the gradient of a pool2d kernel's input, NHWC, f32, any batch. Each pixel of
// dx is the sum over the windows that cover it. Of a maximum, a window's gradient belongs to its first element in
// row-major order that is equal to y; of an average every pixel of the window that is inside the image has an equal
// share. Arguments: of a maximum x, y, dy, of an average dy; then dx. x is what pool2d reads: its view starts at the
// first pixel of the padding, which holds what it held there; dx is the image without padding.
#pragma once

#include "../common/pooling.h"
#include "../common/traits.h"
#include "../common/window.h"

namespace mnist::kernels {

struct Pool2DBackward {
  Pooling pooling = Pooling::max;
  int in_height = 1, in_width = 1;  // of dx
  int out_height = 1, out_width = 1, channels = 1;
  int pool_height = 2, pool_width = 2;
  int stride_height = 2, stride_width = 2;
  int padding_top = 0, padding_left = 0;  // the view of x starts that many rows and columns before the image
  Storage x, y;                           // of a maximum; else all zero
  Storage dy, dx;

  template <class V>
  void fields(V&& v) {
    v("pooling", pooling), v("in_height", in_height), v("in_width", in_width);
    v("out_height", out_height), v("out_width", out_width), v("channels", channels);
    v("pool_height", pool_height), v("pool_width", pool_width);
    v("stride_height", stride_height), v("stride_width", stride_width);
    v("padding_top", padding_top), v("padding_left", padding_left);
    v("x", x), v("y", y), v("dy", dy), v("dx", dx);
  }
};

// Rows and columns of x that windows touch, from the view's first pixel.
int touched_height(const Pool2DBackward& problem);
int touched_width(const Pool2DBackward& problem);

std::string shape_name(const Pool2DBackward& problem);  // max_3x3_112x112x64_s2: of dx
std::int64_t flops(const Pool2DBackward& problem);      // per example; one for each element of each window
std::vector<KernelArgument> arguments(const Pool2DBackward& problem);
KernelTraits traits(const Pool2DBackward& problem);
std::string describe(const Pool2DBackward& problem);  // for people

}  // namespace mnist::kernels
