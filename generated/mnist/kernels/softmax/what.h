// What a softmax kernel computes: exp(x - max) / sum over the last dimension, f32. x and y are dense rows; the number
// of rows is a run-time extent. Arguments: x; then y.
#pragma once

#include "../common/fields.h"

namespace mnist::kernels {

struct Softmax {
  int classes = 1;

  template <class V>
  void fields(V&& v) {
    v("classes", classes);
  }
};

}  // namespace mnist::kernels
