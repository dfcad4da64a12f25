// Where the elements of an NHWC tensor are. All in elements; the channel stride is 1 and the batch is a run-time
// extent. A kernel's view of an input starts at the first pixel that it touches: padding is in the pointer,
// not here.
#pragma once

#include "fields.h"

namespace mnist::kernels {

struct Storage {
  int pixel = 0;    // from one pixel of a row to the next: channels, or more where channels are rounded up or sliced
  int row = 0;      // from one row to the next: padding included
  int example = 0;  // from one example to the next

  template <class V>
  void fields(V&& v) {
    v("pixel", pixel), v("row", row), v("example", example);
  }

  // Elements from the first pixel of the first example to that one.
  long long at(int b, int y, int x) const {
    return static_cast<long long>(b) * example + static_cast<long long>(y) * row + static_cast<long long>(x) * pixel;
  }
};

}  // namespace mnist::kernels
