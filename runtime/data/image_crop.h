// From a decoded image and a window in it to the floats of a model's input.
#ifndef SPECIMEN_V2_DATA_IMAGE_CROP_H
#define SPECIMEN_V2_DATA_IMAGE_CROP_H

#include <cstdint>

#include "../image/image.h"
#include "../image/resize.h"
#include "distorted_crop.h"

namespace specimen_v2::data {

// The window alone, as an image of its own. Errors: invalid_argument (a window outside of the image), out_of_memory.
Status cut(const Image& image, const CropWindow& window, Image* cropped);

// The same, resized to height x width: floats in [0, 255], image.channels() each.
// `cropped` holds the window meanwhile. Errors: invalid_argument (a window outside of the image), those of
// resize_image.
Status crop_and_resize(const Image& image, const CropWindow& window, Resize method, std::int64_t height,
                       std::int64_t width, Image* cropped, float* out);

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_IMAGE_CROP_H
