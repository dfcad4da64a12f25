// What a layer_norm kernel computes, row by row over the last dimension, f32:
//   layer: (x - mean) / sqrt(variance + epsilon), the variance of differences from the mean
//   rms:   x / sqrt(mean of squares + epsilon)
//   unit:  x / sqrt(max(sum of squares, epsilon)), Keras's UnitNormalization
// times gamma, plus beta where there are such. x and y are dense rows, whose number is a run-time extent, or the pixels
// of images, which may have gaps between them.
// Arguments: x, [gamma], [beta]; then y.
#pragma once

#include "../common/fields.h"
#include "../common/norm.h"
#include "../common/traits.h"

namespace specimen::gen {

struct LayerNorm {
  int features = 1;
  Norm norm = Norm::layer;
  double epsilon = 1e-12;
  bool scale = false, center = false;  // has gamma, has beta: (features)
  int height = 0, width = 0;           // of images; 0: x and y are rows
  Storage in, out;                     // of images

  template <class V>
  void fields(V&& v) {
    v("features", features), v("norm", norm), v("epsilon", epsilon), v("scale", scale), v("center", center);
    v("height", height), v("width", width), v("in", in), v("out", out);
  }
  bool of_images() const { return height > 0; }
};

std::string shape_name(const LayerNorm& problem);  // 768, rms_768
// A row, or an image; eight for each element: two sums, a difference, a square, normalizing, scaling and shifting.
std::int64_t flops(const LayerNorm& problem);
std::vector<KernelArgument> arguments(const LayerNorm& problem);
KernelTraits traits(const LayerNorm& problem);
std::string describe(const LayerNorm& problem);  // for people

}  // namespace specimen::gen
