#include "color.h"

#include <cstring>

namespace specimen_v2 {

Status convert_color(const Image& in, ImageColor color, Image* out) {
  if (in.empty() || out == nullptr || out == &in) {
    return Status(StatusCode::invalid_argument, "convert_color needs an image, and another one to write");
  }
  const int channels = image_channels(color);
  Status status = out->allocate(in.height(), in.width(), channels);
  if (!status.ok()) return status;
  if (channels == in.channels()) {
    std::memcpy(out->data(), in.data(), in.size());
    return Status();
  }
  for (int y = 0; y < in.height(); ++y) {
    const std::uint8_t* from = in.row(y);
    std::uint8_t* to = out->row(y);
    for (int x = 0; x < in.width(); ++x) {
      if (channels == 1) {
        to[x] = luma(from[3 * x], from[3 * x + 1], from[3 * x + 2]);
      } else {
        std::memset(to + 3 * static_cast<std::ptrdiff_t>(x), from[x], 3);
      }
    }
  }
  return Status();
}

}  // namespace specimen_v2
