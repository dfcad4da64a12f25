// Bilinear as tf.image.resize without antialiasing: four neighbours whatever the ratio, in float32.
// Source: TensorFlow, core/kernels/image/resize_bilinear_op.cc.
#include <algorithm>
#include <cmath>

#include "resize_methods.h"

namespace specimen_v2 {

namespace {

// The two input positions of one output position, and how far it is towards the upper one.
struct Between {
  int lower;
  int upper;
  float fraction;
};

void fill(int in_size, int out_size, int first, int count, bool half_pixel_centers, ResizeTable<Between>* table) {
  const float scale = static_cast<float>(in_size) / static_cast<float>(out_size);
  for (int i = 0; i < count; ++i) {
    const auto position = static_cast<float>(first + i);
    const float at = half_pixel_centers ? (position + 0.5f) * scale - 0.5f : position * scale;
    const float below = std::floor(at);
    const int lower = std::min(std::max(static_cast<int>(below), 0), in_size - 1);
    const int upper = std::max(std::min(static_cast<int>(std::ceil(at)), in_size - 1), 0);
    (*table)[static_cast<std::size_t>(i)] = {lower, upper, at - below};
  }
}

}  // namespace

Status resize_tf_bilinear(const Image& in, const ResizeWindow& window, bool half_pixel_centers, float* out) {
  ResizeTable<Between> rows(static_cast<std::size_t>(window.rows));
  ResizeTable<Between> columns(static_cast<std::size_t>(window.columns));
  if (!rows.ok() || !columns.ok()) return no_memory_to_resize();
  fill(in.height(), window.height, window.top, window.rows, half_pixel_centers, &rows);
  fill(in.width(), window.width, window.left, window.columns, half_pixel_centers, &columns);
  const int channels = in.channels();
  for (int y = 0; y < window.rows; ++y) {
    const Between& row = rows[static_cast<std::size_t>(y)];
    const std::uint8_t* upper_row = in.row(row.lower);
    const std::uint8_t* lower_row = in.row(row.upper);
    for (int x = 0; x < window.columns; ++x) {
      const Between& column = columns[static_cast<std::size_t>(x)];
      const std::ptrdiff_t left = static_cast<std::ptrdiff_t>(column.lower) * channels;
      const std::ptrdiff_t right = static_cast<std::ptrdiff_t>(column.upper) * channels;
      for (int c = 0; c < channels; ++c) {
        const float top_left = upper_row[left + c];
        const float top_right = upper_row[right + c];
        const float bottom_left = lower_row[left + c];
        const float bottom_right = lower_row[right + c];
        const float top = top_left + (top_right - top_left) * column.fraction;
        const float bottom = bottom_left + (bottom_right - bottom_left) * column.fraction;
        *out++ = top + (bottom - top) * row.fraction;
      }
    }
  }
  return Status();
}

}  // namespace specimen_v2
