// resnet50: from an image to what the model reads, in C++ and C.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 92e210efe7ccfd58
#include "resnet50_image.h"

#include <cstring>

#include "resnet50_c.h"
#include "runtime/image/decode.h"
#include "runtime/image/preprocess.h"

namespace resnet50 {

namespace {

specimen_v2::DecodeOptions decode_options() {
  specimen_v2::DecodeOptions options;
  return options;
}

// What the spec says of `image`.
Status to_input(const specimen_v2::Image& decoded, Tensor image) {
  specimen_v2::ImagePreprocess p;
  p.height = 224;
  p.width = 224;
  p.channels = 3;
  p.resize = specimen_v2::Resize::tf1_bilinear;
  p.short_side = 256;
  p.rounding = specimen_v2::ShortSide::tf_models;
  p.mean[0] = 123.68f;
  p.mean[1] = 116.78f;
  p.mean[2] = 103.94f;
  const bool fits = image.data && image.rank == 4 && image.extent[0] == 1 && image.extent[1] == p.height &&
                    image.extent[2] == p.width && image.extent[3] == p.channels && image.is_dense();
  if (!fits) return Status(StatusCode::invalid_argument, "an image becomes a dense view (1, 224, 224, 3)");
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

}  // namespace resnet50

extern "C" int32_t resnet50_preprocess(const void* data, size_t size, float* image, char* message,
                                       size_t message_size) {
  const resnet50::Status status = resnet50::preprocess(data, size, resnet50::Tensor(image, {1, 224, 224, 3}));
  if (message && message_size > 0) {
    message[0] = '\0';
    std::strncat(message, status.message(), message_size - 1);
  }
  return static_cast<int32_t>(status.code());
}
