// What a layer_norm_backward_sums kernel computes: the gradients of a norm's gamma and beta, f32: for each feature
//   dgamma = sum(dy * normal), dbeta = sum(dy)
// over all rows, normal = (x - mean) / what the norm divides by, of each row its own, in one order, which follows from
// the number of rows alone.
// Arguments: x (rows, features), dy (rows, features); then dgamma (features), dbeta (features), which have no batch.
#pragma once

#include "../common/fields.h"
#include "../common/norm.h"
#include "../common/traits.h"

namespace mnist::kernels {

struct LayerNormBackwardSums {
  int features = 1;
  double epsilon = 1e-12;
  Norm norm = Norm::layer;

  template <class V>
  void fields(V&& v) {
    v("features", features), v("epsilon", epsilon), v("norm", norm);
  }
};

std::string shape_name(const LayerNormBackwardSums& problem);  // 768, rms_768
std::int64_t flops(const LayerNormBackwardSums& problem);      // a row; eight for each element
std::vector<KernelArgument> arguments(const LayerNormBackwardSums& problem);
KernelTraits traits(const LayerNormBackwardSums& problem);
std::string describe(const LayerNormBackwardSums& problem);  // for people

}  // namespace mnist::kernels
