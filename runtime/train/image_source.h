// Images and labels of a data set as the inputs of a training function: slot 0 the image, then the label and its
// weight.
//
//   constexpr train::ImageInput kTraining = {...}, kEvaluation = {...};
//   recipe.data = {"fashion_mnist", train::open_idx, train::image_and_label, train::image_and_label, &kTraining,
//                  &kEvaluation};
#ifndef SPECIMEN_V2_TRAIN_IMAGE_SOURCE_H
#define SPECIMEN_V2_TRAIN_IMAGE_SOURCE_H

#include <cstdint>

#include "../core/status.h"
#include "../data/augment.h"
#include "../data/loader.h"
#include "label_input.h"

namespace specimen_v2::train {

// In this order: pixels become (x - subtract) * scale; padding with zeros and a crop at a random place; a flip;
// colours; per-image standardization; the mean and deviation of each channel.
struct ImageInput {
  data::ImageSize size;  // of the model's input
  float subtract = 0, scale = 1;
  int pad = 0;  // pixels on each side before the crop; 0: none
  bool flip = false;
  data::ColorJitter colors;
  bool standardize = false;
  float mean[4] = {}, deviation[4] = {};  // of each channel; a deviation of 0: left out
  LabelInput label;
  const char* image = "image";  // the field
  // Of images of any size: writes the model's input, in place of all up to the flip (data::resized_pixels). Null:
  // images have the size.
  Status (*resized)(const void* data, const data::Field& image, RandomStream random, float* out) = nullptr;
  const void* resized_data = nullptr;
};

// A data::Transform; `data` is an ImageInput. Errors: data_error (no image, or one of another size), those of `resized`
// and of fill_label.
Status image_and_label(const void* data, const data::Example& example, const data::ExampleKey& key,
                       const data::Slot* slots);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_IMAGE_SOURCE_H
