// What a layer_norm_backward_data kernel computes: the gradient of a layer norm's input, f32. Of each row, with its
// mean and variance over the features, factor = 1 / sqrt(variance + epsilon), normal = (x - mean) * factor, g = gamma *
// dy:
//   dx = factor * (g - mean(g) - normal * mean(g * normal))
// Rows is a run-time extent. Arguments: x (rows, features), dy (rows, features), gamma (features) where it has one;
// then dx (rows, features).
#pragma once

#include "../common/fields.h"
#include "../common/traits.h"

namespace mnist::kernels {

struct LayerNormBackwardData {
  int features = 1;
  double epsilon = 1e-12;
  bool scale = true;  // has gamma

  template <class V>
  void fields(V&& v) {
    v("features", features), v("epsilon", epsilon), v("scale", scale);
  }
};

std::string shape_name(const LayerNormBackwardData& problem);  // 768
std::int64_t flops(const LayerNormBackwardData& problem);      // a row; twelve for each element
std::vector<KernelArgument> arguments(const LayerNormBackwardData& problem);
KernelTraits traits(const LayerNormBackwardData& problem);
std::string describe(const LayerNormBackwardData& problem);  // for people

}  // namespace mnist::kernels
