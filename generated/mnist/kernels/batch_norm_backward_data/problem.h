// What a batch_norm_backward_data kernel computes: the gradient of a batch norm's input in training, NHWC, f32, any
// batch. With n = batch * height * width, factor = 1 / sqrt(variance + epsilon):
//   dx = gamma * factor * (dy - dbeta / n - (x - mean) * factor * dgamma / n)
// Arguments: x, dy, mean, variance, gamma where it has one, dgamma, dbeta; then dx. Only x, dy and dx have a batch, the
// others are (channels).
#pragma once

#include "../common/traits.h"

namespace mnist::kernels {

struct BatchNormBackwardData {
  int height = 1, width = 1, channels = 1;
  double epsilon = 1e-3;
  bool scale = true;    // has gamma
  Storage in, out, dx;  // of x, dy and dx

  template <class V>
  void fields(V&& v) {
    v("height", height), v("width", width), v("channels", channels), v("epsilon", epsilon), v("scale", scale),
        v("in", in), v("out", out), v("dx", dx);
  }
};

std::string shape_name(const BatchNormBackwardData& problem);  // 56x56x64
std::int64_t flops(const BatchNormBackwardData& problem);      // per example; four for each element
std::vector<KernelArgument> arguments(const BatchNormBackwardData& problem);
KernelTraits traits(const BatchNormBackwardData& problem);
std::string describe(const BatchNormBackwardData& problem);  // for people

}  // namespace mnist::kernels
