// What an elementwise kernel computes: the chain applied to every element of x. NHWC, f32, any batch; tensors of fewer
// dimensions are given as 1 x 1 images.
// Arguments: x, the chain's operands; then the outputs.
#pragma once

#include "../common/chain.h"
#include "../common/storage.h"

namespace mnist::kernels {

struct Elementwise {
  int height = 1, width = 1, channels = 1;
  Storage in, out;
  Storage residual;  // of tensor operands
  Chain chain;

  template <class V>
  void fields(V&& v) {
    v("height", height), v("width", width), v("channels", channels);
    v("in", in), v("out", out), v("residual", residual), v("chain", chain);
  }
};

}  // namespace mnist::kernels
