// What a layer_norm kernel computes, row by row over the last dimension, f32:
//   layer: (x - mean) / sqrt(variance + epsilon), the variance of differences from the mean
//   rms:   x / sqrt(mean of squares + epsilon)
//   unit:  x / sqrt(max(sum of squares, epsilon)), Keras's UnitNormalization
// times gamma, plus beta where there are such. x and y are dense rows; their number is a run-time extent.
// Arguments: x, [gamma], [beta]; then y.
#pragma once

#include "../common/fields.h"

namespace mnist::kernels {

enum class Norm : unsigned char { layer, rms, unit };
const char* to_string(Norm norm);
bool parse(const char* text, Norm* out);

struct LayerNorm {
  int features = 1;
  Norm norm = Norm::layer;
  double epsilon = 1e-12;
  bool scale = false, center = false;  // has gamma, has beta: (features)

  template <class V>
  void fields(V&& v) {
    v("features", features), v("norm", norm), v("epsilon", epsilon), v("scale", scale), v("center", center);
  }
};

}  // namespace mnist::kernels
