#include "runtime/core/border.h"

namespace specimen {
inline namespace v1 {

namespace {

float* fill(float* at, std::int64_t count, float value) {
  for (std::int64_t i = 0; i < count; ++i) at[i] = value;
  return at + count;
}

}  // namespace

void fill_border(Tensor y, Border border, float value) {
  const std::int64_t pixel = y.stride[2], row = y.stride[1], inside = y.extent[2] * pixel;
  const std::int64_t left = border.left * pixel, right = border.right * pixel;
  for (std::int64_t image = 0; image < y.extent[0]; ++image) {
    // The right end of each row and the left one of the next lie side by side.
    float* at = y.data + image * y.stride[0] - border.top * row - left;
    at = fill(at, border.top * row + left, value);
    for (std::int64_t i = 1; i < y.extent[1]; ++i) at = fill(at + inside, right + left, value);
    fill(at + inside, right + border.bottom * row, value);
  }
}

}  // namespace v1
}  // namespace specimen
