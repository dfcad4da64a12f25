#include "image_crop.h"

#include <cinttypes>
#include <cstring>

namespace specimen_v2::data {

Status cut(const Image& image, const CropWindow& window, Image* cropped) {
  const bool inside = window.top >= 0 && window.left >= 0 && window.height > 0 && window.width > 0 &&
                      window.height <= image.height() - window.top && window.width <= image.width() - window.left;
  if (!inside) {
    return Status(StatusCode::invalid_argument,
                  "a crop of %" PRId64 " x %" PRId64 " at (%" PRId64 ", %" PRId64 ") of an image of %d x %d",
                  window.height, window.width, window.top, window.left, image.height(), image.width());
  }
  const auto rows = static_cast<int>(window.height), columns = static_cast<int>(window.width);
  Status status = cropped->allocate(rows, columns, image.channels());
  if (!status.ok()) return status;
  const std::size_t skip = static_cast<std::size_t>(window.left) * static_cast<std::size_t>(image.channels());
  for (int y = 0; y < rows; ++y) {
    std::memcpy(cropped->row(y), image.row(static_cast<int>(window.top) + y) + skip, cropped->row_size());
  }
  return status;
}

Status crop_and_resize(const Image& image, const CropWindow& window, Resize method, std::int64_t height,
                       std::int64_t width, Image* cropped, float* out) {
  if (height < 1 || width < 1 || height > kMaxResizedSide || width > kMaxResizedSide) {
    return Status(StatusCode::invalid_argument, "a crop resized to %" PRId64 " x %" PRId64, height, width);
  }
  if (Status status = cut(image, window, cropped); !status.ok()) return status;
  return resize_image(*cropped, whole(static_cast<int>(height), static_cast<int>(width)), method, out);
}

}  // namespace specimen_v2::data
