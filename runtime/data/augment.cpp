#include "augment.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace specimen_v2::data {

namespace {

// Saturation of HSV times `factor`, at most 1, with hue and value as they are. In place of the way over the hue: each
// channel's distance to the largest one is chroma times a number of the hue alone.
void scale_saturation(float* pixel, float factor) {
  const float largest = std::max({pixel[0], pixel[1], pixel[2]});
  const float smallest = std::min({pixel[0], pixel[1], pixel[2]});
  const float chroma = largest - smallest;
  if (!(chroma > 0) || !(largest > 0)) return;
  const float saturation = std::min(chroma / largest * factor, 1.0f);
  const float scale = saturation * largest / chroma;
  for (int c = 0; c < 3; ++c) pixel[c] = largest - (largest - pixel[c]) * scale;
}

}  // namespace

void field_to_floats(const Field& field, float* out, float scale, float subtract) {
  const std::int64_t count = field.count();
  if (field.type == FieldType::u8) {
    const std::uint8_t* bytes = field.bytes();
    for (std::int64_t i = 0; i < count; ++i) out[i] = (static_cast<float>(bytes[i]) - subtract) * scale;
    return;
  }
  for (std::int64_t i = 0; i < count; ++i) out[i] = (static_cast<float>(field.number(i)) - subtract) * scale;
}

void normalize_channels(float* image, ImageSize size, const float* mean, const float* std) {
  for (std::int64_t pixel = 0; pixel < size.height * size.width; ++pixel, image += size.channels) {
    for (std::int64_t c = 0; c < size.channels; ++c) image[c] = (image[c] - mean[c]) / std[c];
  }
}

void flip_horizontal(float* image, ImageSize size) {
  for (std::int64_t y = 0; y < size.height; ++y) {
    float* row = image + y * size.width * size.channels;
    for (std::int64_t x = 0; x < size.width / 2; ++x) {
      float* left = row + x * size.channels;
      std::swap_ranges(left, left + size.channels, row + (size.width - 1 - x) * size.channels);
    }
  }
}

bool random_flip(float* image, ImageSize size, RandomStream random) {
  const bool flips = random.chance(0.5f);
  if (flips) flip_horizontal(image, size);
  return flips;
}

void crop_padded(const float* image, ImageSize size, std::int64_t pad, std::int64_t top, std::int64_t left,
                 ImageSize out_size, float* out) {
  const std::int64_t channels = size.channels;
  for (std::int64_t y = 0; y < out_size.height; ++y) {
    float* row = out + y * out_size.width * channels;
    std::fill(row, row + out_size.width * channels, 0.0f);
    const std::int64_t from_y = y + top - pad;
    if (from_y < 0 || from_y >= size.height) continue;
    const std::int64_t first = std::max<std::int64_t>(0, pad - left);
    const std::int64_t end = std::min(out_size.width, size.width + pad - left);
    if (first >= end) continue;
    const float* from = image + (from_y * size.width + first + left - pad) * channels;
    std::copy(from, from + (end - first) * channels, row + first * channels);
  }
}

void random_crop_padded(const float* image, ImageSize size, std::int64_t pad, ImageSize out_size, float* out,
                        RandomStream random) {
  const auto rows = static_cast<std::uint32_t>(size.height + 2 * pad - out_size.height + 1);
  const auto columns = static_cast<std::uint32_t>(size.width + 2 * pad - out_size.width + 1);
  const std::uint32_t top = random.below(rows), left = random.below(columns);
  crop_padded(image, size, pad, top, left, out_size, out);
}

void adjust_brightness(float* image, ImageSize size, float delta) {
  for (std::int64_t i = 0; i < size.count(); ++i) image[i] += delta;
}

void adjust_contrast(float* image, ImageSize size, float factor) {
  const std::int64_t pixels = size.height * size.width;
  for (std::int64_t c = 0; c < size.channels; ++c) {
    double sum = 0;
    for (std::int64_t i = 0; i < pixels; ++i) sum += image[i * size.channels + c];
    const auto mean = static_cast<float>(sum / static_cast<double>(pixels));
    for (std::int64_t i = 0; i < pixels; ++i) {
      float& value = image[i * size.channels + c];
      value = (value - mean) * factor + mean;
    }
  }
}

void adjust_saturation(float* image, ImageSize size, float factor) {
  if (size.channels != 3) return;
  for (std::int64_t i = 0; i < size.height * size.width; ++i) scale_saturation(image + 3 * i, factor);
}

void jitter_colors(const ColorJitter& jitter, float* image, ImageSize size, RandomStream random) {
  const float delta = random.between(-jitter.brightness, jitter.brightness);
  const float contrast = random.between(1 - jitter.contrast, 1 + jitter.contrast);
  const float saturation = random.between(1 - jitter.saturation, 1 + jitter.saturation);
  if (jitter.brightness != 0) adjust_brightness(image, size, delta);
  if (jitter.contrast != 0) adjust_contrast(image, size, contrast);
  if (jitter.saturation != 0) {
    for (std::int64_t i = 0; i < size.count(); ++i) image[i] = std::clamp(image[i], 0.0f, 1.0f);
    adjust_saturation(image, size, saturation);
  }
  for (std::int64_t i = 0; i < size.count(); ++i) image[i] = std::clamp(image[i], 0.0f, 1.0f);
}

}  // namespace specimen_v2::data
