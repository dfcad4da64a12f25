// What a batch_norm_scale kernel computes: what a batch norm multiplies each channel by and what it adds, f32:
//   scale = gamma / sqrt(variance + epsilon), shift = beta - mean * scale
// Arguments: gamma and beta where it has them, mean, variance; then scale, shift. All are (channels), without a batch.
#pragma once

#include "../common/fields.h"
#include "../common/traits.h"

namespace mnist::kernels {

struct BatchNormScale {
  int channels = 1;
  double epsilon = 1e-3;
  bool scale = true, center = true;  // has gamma, beta

  template <class V>
  void fields(V&& v) {
    v("channels", channels), v("epsilon", epsilon), v("scale", scale), v("center", center);
  }
};

std::string shape_name(const BatchNormScale& problem);  // 64, with _unscaled, _uncentered where they apply
std::int64_t flops(const BatchNormScale& problem);      // four for each channel
std::vector<KernelArgument> arguments(const BatchNormScale& problem);
KernelTraits traits(const BatchNormScale& problem);
std::string describe(const BatchNormScale& problem);  // for people

}  // namespace mnist::kernels
