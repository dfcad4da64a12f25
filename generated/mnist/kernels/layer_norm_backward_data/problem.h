// What a layer_norm_backward_data kernel computes: the gradient of a norm's input, f32. Of each row, with factor = 1 /
// what the norm divides by, normal = (x - mean) * factor, g = gamma * dy:
//   layer: dx = factor * (g - mean(g) - normal * mean(g * normal))
//   rms:   dx = factor * (g - normal * mean(g * normal))
//   unit:  dx = factor * (g - normal * sum(g * normal)), and factor * g where the squares are at most epsilon
// Rows is a run-time extent. Arguments: x (rows, features), dy (rows, features), gamma (features) where it has one;
// then dx (rows, features).
#pragma once

#include "../common/fields.h"
#include "../common/norm.h"
#include "../common/traits.h"

namespace mnist::kernels {

struct LayerNormBackwardData {
  int features = 1;
  double epsilon = 1e-12;
  bool scale = true;  // has gamma
  Norm norm = Norm::layer;

  template <class V>
  void fields(V&& v) {
    v("features", features), v("epsilon", epsilon), v("scale", scale), v("norm", norm);
  }
};

std::string shape_name(const LayerNormBackwardData& problem);  // 768, rms_768
std::int64_t flops(const LayerNormBackwardData& problem);      // a row; twelve for each element
std::vector<KernelArgument> arguments(const LayerNormBackwardData& problem);
KernelTraits traits(const LayerNormBackwardData& problem);
std::string describe(const LayerNormBackwardData& problem);  // for people

}  // namespace mnist::kernels
