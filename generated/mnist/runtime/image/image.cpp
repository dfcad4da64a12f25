#include "image.h"

namespace specimen_v2 {

Status Image::allocate(int height, int width, int channels) {
  if (height < 1 || width < 1) {
    return Status(StatusCode::invalid_argument, "an image of %d x %d pixels; both sides must be at least 1", width,
                  height);
  }
  if (channels != 1 && channels != 3) {
    return Status(StatusCode::invalid_argument, "an image of %d channels; 1 (gray) and 3 (RGB) exist", channels);
  }
  // Two ints multiply to under 2^62, so the triple fits in 64 bits.
  const std::uint64_t bytes =
      static_cast<std::uint64_t>(height) * static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(channels);
  std::uint8_t* pixels = bytes > PTRDIFF_MAX ? nullptr : static_cast<std::uint8_t*>(std::malloc(bytes));
  if (pixels == nullptr) {
    return Status(StatusCode::out_of_memory, "no memory for an image of %d x %d pixels (%llu bytes)", width, height,
                  static_cast<unsigned long long>(bytes));
  }
  pixels_.reset(pixels);
  height_ = height;
  width_ = width;
  channels_ = channels;
  return Status();
}

}  // namespace specimen_v2
