// The padding of a padded image: what a convolution or a pooling reads around it. Filled on every call, since the
// memory belongs to other tensors in between.
#ifndef SPECIMEN_V2_CORE_PADDING_H
#define SPECIMEN_V2_CORE_PADDING_H

#include <limits>

#include "tensor.h"

namespace specimen_v2 {

// Rows and columns around an image.
struct Padding {
  int top = 0, bottom = 0, left = 0, right = 0;
};

// What max pooling reads around an image: no larger than any number.
inline constexpr float kLowest = -std::numeric_limits<float>::infinity();

// Writes `value` around y (batch, height, width, channels), a view of the inside of memory without other gaps.
void fill_padding(Tensor y, Padding padding, Real value);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_PADDING_H
