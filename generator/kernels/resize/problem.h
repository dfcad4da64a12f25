// What a resize kernel computes, f32: an image of another size. Each row of y is made of rows of x, and each of its
// pixels of pixels of that (taps.h). Or the transpose of that, the gradient: x has the extents of the result of such a
// resizing, and each pixel of y is the sum of those that it was a part of, times its shares. Arguments: x; then y.
#pragma once

#include <vector>

#include "../common/fields.h"
#include "../common/traits.h"
#include "taps.h"

namespace specimen::gen {

struct Resize {
  int in_height = 1, in_width = 1, out_height = 1, out_width = 1, channels = 1;
  Sampling sampling = Sampling::nearest;
  Storage in, out;
  bool transposed = false;

  template <class V>
  void fields(V&& v) {
    v("in_height", in_height), v("in_width", in_width), v("out_height", out_height), v("out_width", out_width);
    v("channels", channels), v("sampling", sampling), v("in", in), v("out", out);
    v("transposed", transposed);
  }
};

// What the pixels of y along one axis are made of: pixels first, first + 1, ... of x, of which there may be fewer than
// `taps`; their shares are 0.
struct ResizeAxis {
  int taps = 1;
  std::vector<int> first;
  std::vector<float> share;  // taps of each pixel
};
ResizeAxis rows_of(const Resize& problem);
ResizeAxis columns_of(const Resize& problem);
// Pixels are copied.
bool is_choice(const Resize& problem);

std::string shape_name(const Resize& problem);  // bilinear_14x14x64_28x28
std::int64_t flops(const Resize& problem);  // two for each share, of rows and of pixels; none where pixels are chosen
std::vector<KernelArgument> arguments(const Resize& problem);
KernelTraits traits(const Resize& problem);
std::string describe(const Resize& problem);  // for people

}  // namespace specimen::gen
