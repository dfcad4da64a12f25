// Standardisation of one picture by its own mean and deviation.
#pragma once

#include <cstddef>

namespace specimen {
inline namespace v1 {

// (x - mean) / max(deviation, 1 / sqrt(count)) over all values of one picture, in place.
// Source: tf.image.per_image_standardization.
void standardize(float* values, std::size_t count);

}  // namespace v1
}  // namespace specimen
