// What a pad kernel computes: a copy of an image with padding of one value around it. NHWC, f32, any batch.
// Needed where a caller's buffer, which has no padding, feeds a kernel that reads one. Arguments: x; then y with its
// padding.
#pragma once

#include "../common/traits.h"

namespace mnist::kernels {

struct Pad {
  int height = 1, width = 1, channels = 1;  // of x
  int top = 0, bottom = 0, left = 0, right = 0;
  double value = 0;
  Storage in, out;  // `out` starts at the padding's corner

  template <class V>
  void fields(V&& v) {
    v("height", height), v("width", width), v("channels", channels);
    v("top", top), v("bottom", bottom), v("left", left), v("right", right), v("value", value), v("in", in),
        v("out", out);
  }
};

std::string shape_name(const Pad& problem);
std::int64_t flops(const Pad& problem);  // zero: it only copies
std::vector<KernelArgument> arguments(const Pad& problem);
KernelTraits traits(const Pad& problem);
std::string describe(const Pad& problem);  // for people

}  // namespace mnist::kernels
