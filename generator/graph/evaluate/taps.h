// What the evaluation of ops shares: arrays, and the pixels that a window meets.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "graph/evaluate/evaluate.h"

namespace specimen::gen {

using Inputs = std::vector<const DenseArray*>;

inline DenseArray zeros(std::vector<std::int64_t> shape) {
  DenseArray array;
  array.data.assign(elements(shape), 0.0);
  array.shape = std::move(shape);
  return array;
}

// Calls visit(y index of the pixel's first channel, x index of the pixel's first channel, ky, kx) for every pair of an
// output pixel and an input pixel inside the image.
template <class Visit>
void each_tap(const Window& w, const DenseArray& x, const DenseArray& y, Visit visit) {
  const std::int64_t h = x.shape[1], wd = x.shape[2], c = x.shape[3];
  const std::int64_t oh = y.shape[1], ow = y.shape[2], oc = y.shape[3];
  for (std::int64_t b = 0; b < y.shape[0]; ++b) {
    for (std::int64_t oy = 0; oy < oh; ++oy) {
      for (std::int64_t ox = 0; ox < ow; ++ox) {
        for (std::int64_t ky = 0; ky < w.height; ++ky) {
          const std::int64_t iy = oy * w.stride_height + ky * w.dilation_height - w.padding.top;
          for (std::int64_t kx = 0; kx < w.width; ++kx) {
            const std::int64_t ix = ox * w.stride_width + kx * w.dilation_width - w.padding.left;
            const bool inside = iy >= 0 && iy < h && ix >= 0 && ix < wd;
            visit(((b * oh + oy) * ow + ox) * oc, inside ? ((b * h + iy) * wd + ix) * c : -1, ky, kx);
          }
        }
      }
    }
  }
}

}  // namespace specimen::gen
