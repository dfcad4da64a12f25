// digits_resnet20: from an image to `image`, what the model reads. In the library digits_resnet20_image, which links
// libjpeg and libpng.
//
// Made by specimen from specs/vision/digits_resnet20.json. Yours to read and change; regenerating keeps away from
// edited files. specimen-hash: c0c9369ac98d0004
#ifndef SPECIMEN_V2_DIGITS_RESNET20_IMAGE_H
#define SPECIMEN_V2_DIGITS_RESNET20_IMAGE_H

#include "digits_resnet20.h"

namespace digits_resnet20 {

// Decodes the `size` bytes of a JPEG or PNG file, resizes and scales the image as the spec says, and writes it to a
// dense view (1, 8, 8, 1), one image of a batch. Several threads may call it at once. Errors: data_error, unsupported
// and out_of_memory of the decoder; invalid_argument for another view.
DIGITS_RESNET20_API Status preprocess(const void* data, std::size_t size, Tensor image);
// The same from a file. More errors: not_found, io_error.
DIGITS_RESNET20_API Status preprocess_file(const char* path, Tensor image);

}  // namespace digits_resnet20

#endif  // SPECIMEN_V2_DIGITS_RESNET20_IMAGE_H
