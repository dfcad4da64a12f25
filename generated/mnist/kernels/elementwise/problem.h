// What an elementwise kernel computes: the chain applied to every element of x. NHWC, f32, any batch; tensors of fewer
// dimensions are given as 1 x 1 images. A stride of 0, of x or of a residual, repeats what is there: a broadcast. Other
// strides of x than those of an image make a copy of it with other order of dimensions.
// Arguments: x, the chain's operands; then the outputs.
#pragma once

#include "../common/traits.h"

namespace mnist::kernels {

struct Elementwise {
  int height = 1, width = 1, channels = 1;
  Storage in, out;
  Storage residual;                          // of tensor operands
  int in_channel = 1, residual_channel = 1;  // from one channel to the next; of the output always 1
  Chain chain;

  template <class V>
  void fields(V&& v) {
    v("height", height), v("width", width), v("channels", channels);
    v("in", in), v("out", out), v("residual", residual);
    v("in_channel", in_channel), v("residual_channel", residual_channel), v("chain", chain);
  }
};

// The same chain over fewer, longer rows where nothing is between them and no operand is a channel's own; else
// unchanged. Kernels are compiled from this form.
Elementwise flattened(const Elementwise& problem);
std::string shape_name(const Elementwise& problem);  // 56x56x256
std::int64_t flops(const Elementwise& problem);      // per example; one for each step and element
std::vector<KernelArgument> arguments(const Elementwise& problem);
KernelTraits traits(const Elementwise& problem);
std::string describe(const Elementwise& problem);  // for people

}  // namespace mnist::kernels
