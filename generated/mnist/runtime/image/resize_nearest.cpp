// Nearest neighbour as PIL and TensorFlow have it. They agree on exact ratios and differ in rounding elsewhere.
#include <algorithm>
#include <cmath>

#include "resize_methods.h"

namespace specimen_v2 {

namespace {

// Which input position each output position from `first` takes.
void fill_positions(Resize method, int in_size, int out_size, int first, int count, ResizeTable<int>* positions) {
  if (method == Resize::pil_nearest) {
    // PIL adds the step up in double, and so gathers its rounding errors: multiplying would choose other pixels.
    const double step = static_cast<double>(in_size) / out_size;
    double position = step * 0.5;
    for (int i = 0; i < first + count; ++i, position += step) {
      if (i >= first)
        (*positions)[static_cast<std::size_t>(i - first)] = std::min(static_cast<int>(position), in_size - 1);
    }
    return;
  }
  const float scale = static_cast<float>(in_size) / static_cast<float>(out_size);
  for (int i = 0; i < count; ++i) {
    const float center = (static_cast<float>(first + i) + 0.5f) * scale;
    (*positions)[static_cast<std::size_t>(i)] = std::min(static_cast<int>(std::floor(center)), in_size - 1);
  }
}

}  // namespace

Status resize_nearest(const Image& in, const ResizeWindow& window, Resize method, float* out) {
  ResizeTable<int> rows(static_cast<std::size_t>(window.rows));
  ResizeTable<int> columns(static_cast<std::size_t>(window.columns));
  if (!rows.ok() || !columns.ok()) return no_memory_to_resize();
  fill_positions(method, in.height(), window.height, window.top, window.rows, &rows);
  fill_positions(method, in.width(), window.width, window.left, window.columns, &columns);
  const int channels = in.channels();
  for (int y = 0; y < window.rows; ++y) {
    const std::uint8_t* from = in.row(rows[static_cast<std::size_t>(y)]);
    for (int x = 0; x < window.columns; ++x) {
      const std::uint8_t* pixel = from + static_cast<std::ptrdiff_t>(columns[static_cast<std::size_t>(x)]) * channels;
      for (int c = 0; c < channels; ++c) *out++ = pixel[c];
    }
  }
  return Status();
}

}  // namespace specimen_v2
