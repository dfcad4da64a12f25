// Changes to one image, (height, width, channels) floats, for training. Random choices come from the stream that is
// given: ExampleKey::random makes one per purpose.
#ifndef SPECIMEN_V2_DATA_AUGMENT_H
#define SPECIMEN_V2_DATA_AUGMENT_H

#include <cstddef>
#include <cstdint>

#include "../core/random.h"
#include "example.h"

namespace specimen_v2::data {

struct ImageSize {
  std::int64_t height = 0, width = 0, channels = 0;
  std::int64_t count() const { return height * width * channels; }
};

// Values of a field as floats: (x - subtract) * scale, in float.
void field_to_floats(const Field& field, float* out, float scale = 1, float subtract = 0);

// (x - mean[c]) / std[c], in place.
void normalize_channels(float* image, ImageSize size, const float* mean, const float* std);

void flip_horizontal(float* image, ImageSize size);  // in place
// Flips with probability 1/2. True: it did.
bool random_flip(float* image, ImageSize size, RandomStream random);

// The window of out.height x out.width whose first pixel is (top, left) of the image with `pad` zeros on each side:
// what padding and then cropping gives. 0 <= top <= size.height + 2 * pad - out.height, and the same for left.
void crop_padded(const float* image, ImageSize size, std::int64_t pad, std::int64_t top, std::int64_t left,
                 ImageSize out_size, float* out);
// Pads with zeros and crops at a random place, as the CIFAR recipes do: pad 4, crop 32. out_size must fit.
void random_crop_padded(const float* image, ImageSize size, std::int64_t pad, ImageSize out_size, float* out,
                        RandomStream random);

// Colours of three channels, as tf.image has them, values in any range. Brightness adds `delta`; contrast scales the
// distance to each channel's mean; saturation scales that of HSV, for values in [0, 1].
void adjust_brightness(float* image, ImageSize size, float delta);
void adjust_contrast(float* image, ImageSize size, float factor);
void adjust_saturation(float* image, ImageSize size, float factor);

// Brightness by up to +-brightness, contrast and saturation by factors in 1 +- contrast, 1 +- saturation, in this
// order; then clipped to [0, 1]. Zero leaves that step out. Each uses one word of the stream, used or not.
struct ColorJitter {
  float brightness = 0, contrast = 0, saturation = 0;
};
void jitter_colors(const ColorJitter& jitter, float* image, ImageSize size, RandomStream random);

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_AUGMENT_H
