#include "distorted_crop.h"

#include <algorithm>
#include <cmath>

namespace specimen_v2::data {

namespace {

std::int64_t rounded(float value) { return std::lrint(value); }

std::int64_t width_of(std::int64_t height, float aspect) { return rounded(static_cast<float>(height) * aspect); }

// The rectangle of a random height with this aspect whose area is in [min_area, max_area], or an empty one.
CropWindow draw_size(float min_area, float max_area, float aspect, std::int64_t height, std::int64_t width,
                     std::uint32_t word) {
  std::int64_t most = rounded(std::sqrt(max_area / aspect));
  if (width_of(most, aspect) > width) {
    most = static_cast<std::int64_t>((static_cast<double>(width) + 0.5 - 1e-7) / static_cast<double>(aspect));
    if (width_of(most, aspect) > width) --most;
  }
  most = std::min(most, height);
  CropWindow crop;
  crop.height = std::min(rounded(std::sqrt(min_area / aspect)), most);
  if (crop.height < most) {
    const auto choices = static_cast<std::uint64_t>(most - crop.height + 1);
    crop.height += static_cast<std::int64_t>(word * choices >> 32);
  }
  crop.width = width_of(crop.height, aspect);
  // Rounding alone may leave the area just outside of its limits.
  const auto area = [&] { return static_cast<float>(crop.width * crop.height); };
  if (area() < min_area) crop.width = width_of(++crop.height, aspect);
  if (area() > max_area) crop.width = width_of(--crop.height, aspect);
  if (area() < min_area || area() > max_area || crop.width > width || crop.height > height || crop.width <= 0 ||
      crop.height <= 0) {
    return {};
  }
  return crop;
}

// Whether the crop covers enough of a box. Boxes and areas are counted in whole pixels.
bool covers(const CropWindow& crop, const RelativeBox& box, std::int64_t height, std::int64_t width, float least) {
  const auto pixels = [](float part, std::int64_t size) {
    return static_cast<std::int64_t>(std::clamp(part, 0.0f, 1.0f) * static_cast<float>(size));
  };
  const std::int64_t top = pixels(box.top, height), bottom = pixels(box.bottom, height);
  const std::int64_t left = pixels(box.left, width), right = pixels(box.right, width);
  if (bottom <= top || right <= left) return false;
  const std::int64_t rows = std::min(bottom, crop.top + crop.height) - std::max(top, crop.top);
  const std::int64_t columns = std::min(right, crop.left + crop.width) - std::max(left, crop.left);
  const auto common = static_cast<float>(std::max<std::int64_t>(rows, 0) * std::max<std::int64_t>(columns, 0));
  return common / static_cast<float>((bottom - top) * (right - left)) >= least;
}

}  // namespace

CropWindow distorted_crop(const DistortedCrop& options, std::int64_t height, std::int64_t width,
                          const RelativeBox* boxes, int box_count, RandomStream random) {
  const RelativeBox whole;
  if (box_count == 0) {
    boxes = &whole;
    box_count = 1;
  }
  const float pixels = static_cast<float>(width) * static_cast<float>(height);
  for (int attempt = 0; attempt < options.attempts; ++attempt) {
    const float aspect = random.between(options.min_aspect, options.max_aspect);
    const std::uint32_t words[3] = {random.word(), random.word(), random.word()};
    if (!(aspect > 0)) continue;
    CropWindow crop = draw_size(options.min_area * pixels, options.max_area * pixels, aspect, height, width, words[0]);
    if (crop.height == 0) continue;
    // As in TensorFlow, the last row and column that are possible are not drawn.
    crop.top = static_cast<std::int64_t>(words[1] * static_cast<std::uint64_t>(height - crop.height) >> 32);
    crop.left = static_cast<std::int64_t>(words[2] * static_cast<std::uint64_t>(width - crop.width) >> 32);
    for (int i = 0; i < box_count; ++i)
      if (covers(crop, boxes[i], height, width, options.min_object_covered)) return crop;
  }
  return {0, 0, height, width};
}

}  // namespace specimen_v2::data
