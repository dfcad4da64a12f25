// What a global_pool kernel computes: the average or maximum over all pixels of an image: (B, H, W, C) -> (B, C), f32.
// Arguments: x, the epilogue's operands; then y, dense rows of `channels` floats.
#pragma once

#include "../common/pooling.h"
#include "../common/traits.h"

namespace mnist::kernels {

struct GlobalPool {
  Pooling pooling = Pooling::average;
  int height = 1, width = 1, channels = 1;
  Storage in;
  Chain epilogue;

  template <class V>
  void fields(V&& v) {
    v("pooling", pooling), v("height", height), v("width", width), v("channels", channels), v("in", in),
        v("epilogue", epilogue);
  }
};

std::string shape_name(const GlobalPool& problem);  // average_7x7x2048
std::int64_t flops(const GlobalPool& problem);      // per example; one for each element
std::vector<KernelArgument> arguments(const GlobalPool& problem);
KernelTraits traits(const GlobalPool& problem);
std::string describe(const GlobalPool& problem);  // for people

}  // namespace mnist::kernels
