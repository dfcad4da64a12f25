// resnet50: from an image to `image`, what the model reads. In the library resnet50_image, which links libjpeg and
// libpng.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 156e1937440b6193
#ifndef SPECIMEN_V2_RESNET50_IMAGE_H
#define SPECIMEN_V2_RESNET50_IMAGE_H

#include "resnet50.h"

namespace resnet50 {

// Decodes the `size` bytes of a JPEG or PNG file, resizes and scales the image as the spec says, and writes it to a
// dense view (1, 224, 224, 3), one image of a batch. Several threads may call it at once. Errors: data_error,
// unsupported and out_of_memory of the decoder; invalid_argument for another view.
RESNET50_API Status preprocess(const void* data, std::size_t size, Tensor image);
// The same from a file. More errors: not_found, io_error.
RESNET50_API Status preprocess_file(const char* path, Tensor image);

}  // namespace resnet50

#endif  // SPECIMEN_V2_RESNET50_IMAGE_H
