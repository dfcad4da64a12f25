#include "padding.h"

namespace specimen_v2 {

namespace {

// A view's pixels may be apart: between them are the channels of others.
struct Pixels {
  std::int64_t channels, stride;

  Real* fill(Real* at, std::int64_t count, Real value) const {
    for (std::int64_t i = 0; i < count; ++i, at += stride) {
      for (std::int64_t c = 0; c < channels; ++c) at[c] = value;
    }
    return at;
  }
};

}  // namespace

void fill_padding(Tensor y, Padding padding, Real value) {
  const std::int64_t pixel = y.stride[2], row = y.stride[1] / pixel, width = y.extent[2];
  const Pixels pixels = {y.extent[3], pixel};
  for (std::int64_t image = 0; image < y.extent[0]; ++image) {
    // The right end of each row and the left one of the next are side by side.
    Real* at = y.data + image * y.stride[0] - padding.top * y.stride[1] - padding.left * pixel;
    at = pixels.fill(at, padding.top * row + padding.left, value);
    for (std::int64_t i = 1; i < y.extent[1]; ++i) {
      at = pixels.fill(at + width * pixel, padding.right + padding.left, value);
    }
    pixels.fill(at + width * pixel, padding.right + padding.bottom * row, value);
  }
}

}  // namespace specimen_v2
