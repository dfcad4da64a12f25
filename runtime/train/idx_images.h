// Training on the images and labels of a data set in IDX files: MNIST, Fashion-MNIST.
#ifndef SPECIMEN_V2_TRAIN_IDX_IMAGES_H
#define SPECIMEN_V2_TRAIN_IDX_IMAGES_H

#include "recipe.h"

namespace specimen_v2::train {

// From a pixel of 0 to 255 to what the model reads: value * scale, as the model's spec says it.
struct Pixels {
  float scale = 1;
  bool standardize = false;  // each image by its own mean and deviation, after that
  int classes = 0;           // labels are below it
};

// Of a training function whose inputs are an image and its label. `pixels` must outlive it.
DataSource idx_images(const char* name, const Pixels& pixels);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_IDX_IMAGES_H
