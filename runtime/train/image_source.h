// Images and labels of a data set as the inputs of a training function: slot 0 the image, slot 1 the label.
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
  std::int32_t label_offset = 0;          // is added to labels
  std::int32_t classes = 0;               // labels are 0 .. classes - 1
};

// A data::Transform; `data` is an ImageInput. Of an image and a label as IdxDataset and CifarDataset read them. Errors:
// data_error (an image of another size, a label that is no class).
Status image_and_label(const void* data, const data::Example& example, const data::ExampleKey& key,
                       const data::Slot* slots);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_IMAGE_SOURCE_H
