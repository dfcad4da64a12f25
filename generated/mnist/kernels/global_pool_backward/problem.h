// What a global_pool_backward kernel computes: the gradient of an average over all pixels of an image, f32, any batch:
// every pixel of dx is dy / (height * width). Arguments: dy (rows, channels); then dx, an image.
#pragma once

#include "../common/traits.h"

namespace mnist::kernels {

struct GlobalPoolBackward {
  int height = 1, width = 1, channels = 1;
  Storage dx;

  template <class V>
  void fields(V&& v) {
    v("height", height), v("width", width), v("channels", channels), v("dx", dx);
  }
};

std::string shape_name(const GlobalPoolBackward& problem);  // 7x7x2048
std::int64_t flops(const GlobalPoolBackward& problem);      // per example; one for each element
std::vector<KernelArgument> arguments(const GlobalPoolBackward& problem);
KernelTraits traits(const GlobalPoolBackward& problem);
std::string describe(const GlobalPoolBackward& problem);  // for people

}  // namespace mnist::kernels
