// What a batch_norm_backward_sums kernel computes: the gradients of a batch norm's gamma and beta in training, NHWC,
// f32:
//   dgamma = sum(dy * (x - mean) / sqrt(variance + epsilon)), dbeta = sum(dy)
// for each channel over all examples and pixels, in one order, which follows from the shape and the batch alone.
// Arguments: x, dy, mean (channels), variance (channels); then dgamma (channels), dbeta (channels). Only x and dy have
// a batch.
#pragma once

#include "../common/traits.h"

namespace mnist::kernels {

struct BatchNormBackwardSums {
  int height = 1, width = 1, channels = 1;
  double epsilon = 1e-3;
  Storage in, out;  // of x and of dy

  template <class V>
  void fields(V&& v) {
    v("height", height), v("width", width), v("channels", channels), v("epsilon", epsilon), v("in", in), v("out", out);
  }
};

std::string shape_name(const BatchNormBackwardSums& problem);  // 56x56x64
std::int64_t flops(const BatchNormBackwardSums& problem);      // per example; four for each element
std::vector<KernelArgument> arguments(const BatchNormBackwardSums& problem);
KernelTraits traits(const BatchNormBackwardSums& problem);
std::string describe(const BatchNormBackwardSums& problem);  // for people

}  // namespace mnist::kernels
