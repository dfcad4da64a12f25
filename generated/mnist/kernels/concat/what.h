// What a concat kernel computes: x copied into a slice of the channels of a wider tensor; one call for each part.
// NHWC, f32, any batch. Arguments: x; then the view of y that starts at the slice's first channel.
#pragma once

#include "../common/storage.h"

namespace specimen::gen {

struct Concat {
  int height = 1, width = 1, channels = 1;  // of the part
  Storage in, out;

  template <class V>
  void fields(V&& v) {
    v("height", height), v("width", width), v("channels", channels), v("in", in), v("out", out);
  }
};

}  // namespace specimen::gen
