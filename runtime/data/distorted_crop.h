// The random crop with which the ImageNet references train: tf.image.sample_distorted_bounding_box.
#ifndef SPECIMEN_V2_DATA_DISTORTED_CROP_H
#define SPECIMEN_V2_DATA_DISTORTED_CROP_H

#include <cstdint>

#include "../core/random.h"

namespace specimen_v2::data {

// A part of an image, from 0 to 1.
struct RelativeBox {
  float top = 0, left = 0, bottom = 1, right = 1;
};

// A part of an image in pixels.
struct CropWindow {
  std::int64_t top = 0, left = 0, height = 0, width = 0;
};

// TensorFlow Models' values, imagenet_preprocessing.py.
struct DistortedCrop {
  float min_area = 0.05f, max_area = 1;          // of the crop, as a part of the image
  float min_aspect = 0.75f, max_aspect = 1.33f;  // width / height
  float min_object_covered = 0.1f;               // of at least one box
  int attempts = 100;                            // then it is the whole image
};

// Draws an aspect, a height and a place, until area and covering are as asked. Without boxes the whole image is one.
// Sizes are at least 1. The distribution is TensorFlow's; the words are ours, four for each attempt.
CropWindow distorted_crop(const DistortedCrop& options, std::int64_t height, std::int64_t width,
                          const RelativeBox* boxes, int box_count, RandomStream random);

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_DISTORTED_CROP_H
