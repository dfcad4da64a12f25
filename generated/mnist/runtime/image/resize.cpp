#include "resize.h"

#include <algorithm>

#include "resize_methods.h"

namespace specimen_v2 {

namespace {

constexpr const char* kNames[] = {"none", "pil_nearest", "pil_bilinear", "tf_nearest", "tf_bilinear", "tf1_bilinear"};
constexpr int kCount = sizeof kNames / sizeof kNames[0];

Status check_window(const Image& in, const ResizeWindow& w, Resize method) {
  if (w.height < 1 || w.width < 1 || w.rows < 1 || w.columns < 1 || w.top < 0 || w.left < 0 ||
      w.rows > w.height - w.top || w.columns > w.width - w.left) {
    return Status(StatusCode::invalid_argument, "%d x %d pixels from (%d, %d) do not lie in a picture of %d x %d",
                  w.columns, w.rows, w.left, w.top, w.width, w.height);
  }
  if (std::max({in.height(), in.width(), w.height, w.width}) > kMaxResizeSide) {
    return Status(StatusCode::unsupported, "resizing %d x %d pixels to %d x %d: sides go up to %d", in.width(),
                  in.height(), w.width, w.height, kMaxResizeSide);
  }
  if (method == Resize::none && (in.height() != w.height || in.width() != w.width)) {
    return Status(
        StatusCode::invalid_argument,
        "the image has %d x %d pixels and the model takes %d x %d; choose a resize method, or resize it first",
        in.width(), in.height(), w.width, w.height);
  }
  return Status();
}

// As TF computes it: float32, cut to an integer.
int scaled(int side, float ratio) {
  const float length = static_cast<float>(side) * ratio;
  return length >= 2147483648.0f ? 2147483647 : static_cast<int>(length);
}

}  // namespace

const char* resize_name(Resize method) {
  const int i = static_cast<int>(method);
  return i < kCount ? kNames[i] : "unknown";
}

bool parse_resize(std::string_view name, Resize* method) {
  for (int i = 0; i < kCount; ++i) {
    if (name == kNames[i]) {
      *method = static_cast<Resize>(i);
      return true;
    }
  }
  return false;
}

Status short_side_center_crop(int height, int width, int short_side, int rows, int columns, ResizeWindow* window) {
  if (height < 1 || width < 1 || short_side < 1 || rows < 1 || columns < 1 || window == nullptr) {
    return Status(StatusCode::invalid_argument, "sizes to resize and crop must be at least 1");
  }
  const float ratio = static_cast<float>(short_side) / static_cast<float>(std::min(height, width));
  ResizeWindow w;
  w.height = scaled(height, ratio);
  w.width = scaled(width, ratio);
  if (rows > w.height || columns > w.width) {
    return Status(StatusCode::invalid_argument,
                  "a crop of %d x %d pixels from a picture resized to %d x %d; the short side must be larger", columns,
                  rows, w.width, w.height);
  }
  w.top = (w.height - rows) / 2;
  w.left = (w.width - columns) / 2;
  w.rows = rows;
  w.columns = columns;
  *window = w;
  return Status();
}

Status resize_image(const Image& in, const ResizeWindow& window, Resize method, float* out) {
  if (in.empty() || out == nullptr) {
    return Status(StatusCode::invalid_argument, "resize_image needs an image to read and room to write");
  }
  Status status = check_window(in, window, method);
  if (!status.ok()) return status;
  switch (method) {
    case Resize::none:
    case Resize::pil_nearest:
    case Resize::tf_nearest:
      return resize_nearest(in, window, method, out);
    case Resize::pil_bilinear:
      return resize_pil_bilinear(in, window, out);
    case Resize::tf_bilinear:
      return resize_tf_bilinear(in, window, true, out);
    case Resize::tf1_bilinear:
      return resize_tf_bilinear(in, window, false, out);
  }
  return Status(StatusCode::invalid_argument, "unknown resize method %d", static_cast<int>(method));
}

}  // namespace specimen_v2
