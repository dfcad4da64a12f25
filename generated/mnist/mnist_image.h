// mnist: from an image to `image`, what the model reads. In the library mnist_image, which links libjpeg and libpng.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: c663feacdedea2bf
#ifndef SPECIMEN_V2_MNIST_IMAGE_H
#define SPECIMEN_V2_MNIST_IMAGE_H

#include "mnist.h"

namespace mnist {

// Decodes the `size` bytes of a JPEG or PNG file, resizes and scales the image as the spec says, and writes it to a
// dense view (1, 28, 28, 1), one image of a batch. Several threads may call it at once. Errors: data_error, unsupported
// and out_of_memory of the decoder; invalid_argument for another view.
MNIST_API Status preprocess(const void* data, std::size_t size, Tensor image);
// The same from a file. More errors: not_found, io_error.
MNIST_API Status preprocess_file(const char* path, Tensor image);

}  // namespace mnist

#endif  // SPECIMEN_V2_MNIST_IMAGE_H
