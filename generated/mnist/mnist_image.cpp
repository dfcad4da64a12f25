// mnist: from an image to what the model reads, in C++ and C.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 8467779456d2b928
#include "mnist_image.h"

#include <cstring>

#include "mnist_c.h"
#include "runtime/image/decode.h"
#include "runtime/image/preprocess.h"

namespace mnist {

namespace {

specimen_v2::DecodeOptions decode_options() {
  specimen_v2::DecodeOptions options;
  options.color = specimen_v2::ImageColor::gray;
  return options;
}

// What the spec says of `image`.
Status to_input(const specimen_v2::Image& decoded, Tensor image) {
  specimen_v2::ImagePreprocess p;
  p.height = 28;
  p.width = 28;
  p.channels = 1;
  p.resize = specimen_v2::Resize::tf_bilinear;
  p.scale = 0.00392156862745098;
  const bool fits = image.data && image.rank == 4 && image.extent[0] == 1 && image.extent[1] == p.height &&
                    image.extent[2] == p.width && image.extent[3] == p.channels && image.is_dense();
  if (!fits) return Status(StatusCode::invalid_argument, "an image becomes a dense view (1, 28, 28, 1)");
  Status status = specimen_v2::preprocess(decoded, p, image.data);
  return status;
}

}  // namespace

Status preprocess(const void* data, std::size_t size, Tensor image) {
  specimen_v2::Image decoded;
  if (Status status = specimen_v2::decode_image(data, size, decode_options(), &decoded); !status) return status;
  return to_input(decoded, image);
}

Status preprocess_file(const char* path, Tensor image) {
  specimen_v2::Image decoded;
  if (Status status = specimen_v2::decode_image_file(path, decode_options(), &decoded); !status) return status;
  return to_input(decoded, image);
}

}  // namespace mnist

extern "C" int32_t mnist_preprocess(const void* data, size_t size, float* image, char* message, size_t message_size) {
  const mnist::Status status = mnist::preprocess(data, size, mnist::Tensor(image, {1, 28, 28, 1}));
  if (message && message_size > 0) {
    message[0] = '\0';
    std::strncat(message, status.message(), message_size - 1);
  }
  return static_cast<int32_t>(status.code());
}
