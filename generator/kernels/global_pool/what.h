// What a global_pool kernel computes: the average or maximum over all pixels of an image: (B, H, W, C) -> (B, C), f32.
// Arguments: x, the epilogue's operands; then y, dense rows of `channels` floats.
#pragma once

#include "../common/traits.h"
#include "../pool2d/what.h"

namespace specimen::gen {

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

std::string shape_name(const GlobalPool& what);  // average_7x7x2048
std::int64_t flops(const GlobalPool& what);      // an image; one for each element
std::vector<KernelArgument> arguments(const GlobalPool& what);
KernelTraits traits(const GlobalPool& what);
std::string describe(const GlobalPool& what);  // for people

}  // namespace specimen::gen
