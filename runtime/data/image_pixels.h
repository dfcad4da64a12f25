// From an image of any size, decoded or not, to the floats of a model's input.
#ifndef SPECIMEN_V2_DATA_IMAGE_PIXELS_H
#define SPECIMEN_V2_DATA_IMAGE_PIXELS_H

#include "../core/random.h"
#include "../core/status.h"
#include "../image/preprocess.h"
#include "distorted_crop.h"
#include "example.h"

namespace specimen_v2::data {

struct ImagePixels {
  ImagePreprocess preprocess;
  bool crops =
      false;  // a part of the image at random, resized to the input's size, in place of the whole or its centre
  DistortedCrop crop;
};

// `data` is an ImagePixels; `image` has the bytes of a JPEG or PNG as one text, or pixels (height, width, channels) of
// one byte. Writes what preprocess() does. Errors: those of decode_image_field and preprocess; data_error (no such
// field).
Status resized_pixels(const void* data, const Field& image, RandomStream random, float* out);

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_IMAGE_PIXELS_H
