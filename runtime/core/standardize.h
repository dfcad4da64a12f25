// Standardisation of one image by its own mean and deviation.
#ifndef SPECIMEN_V2_CORE_STANDARDIZE_H
#define SPECIMEN_V2_CORE_STANDARDIZE_H

#include <cstddef>

namespace specimen_v2 {

// (x - mean) / max(deviation, 1 / sqrt(count)) over all values of one image, in place.
// Source: tf.image.per_image_standardization.
void standardize(float* values, std::size_t count);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_STANDARDIZE_H
