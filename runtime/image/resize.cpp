#include "resize.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "resize_methods.h"

namespace specimen_v2 {

namespace {

constexpr const char* kNames[] = {"none",        "pil_nearest", "pil_bilinear", "pil_bicubic", "pil_box",
                                  "pil_hamming", "pil_lanczos", "tf_nearest",   "tf_bilinear", "tf1_bilinear"};
constexpr int kCount = sizeof kNames / sizeof kNames[0];

Status check_window(const Image& in, const ResizeWindow& w, Resize method) {
  if (w.height < 1 || w.width < 1 || w.rows < 1 || w.columns < 1 || w.top < 0 || w.left < 0 ||
      w.rows > w.height - w.top || w.columns > w.width - w.left) {
    return Status(StatusCode::invalid_argument, "%d x %d pixels from (%d, %d) are not in an image of %d x %d",
                  w.columns, w.rows, w.left, w.top, w.width, w.height);
  }
  if (std::max(in.height(), in.width()) > kMaxImageSide || std::max(w.height, w.width) > kMaxResizedSide) {
    return Status(StatusCode::unsupported, "resizing %d x %d pixels to %d x %d: sides go up to %d, and then to %d",
                  in.width(), in.height(), w.width, w.height, kMaxImageSide, kMaxResizedSide);
  }
  if (method == Resize::none && (in.height() != w.height || in.width() != w.width)) {
    return Status(
        StatusCode::invalid_argument,
        "the image has %d x %d pixels and the model takes %d x %d; choose a resize method, or resize it first",
        in.width(), in.height(), w.width, w.height);
  }
  return Status();
}

// The side that becomes `short_side` where `shorter` does, as TensorFlow Models computes it.
double tf_models_side(int side, int shorter, int short_side) {
  const float ratio = static_cast<float>(short_side) / static_cast<float>(shorter);
  return std::trunc(static_cast<double>(static_cast<float>(side) * ratio));
}

// As torchvision computes it: whole numbers, one division.
double torchvision_side(int side, int shorter, int short_side) {
  return std::trunc(static_cast<double>(static_cast<std::int64_t>(short_side) * side) / static_cast<double>(shorter));
}

int half_to_even(int margin) { return margin / 2 + ((margin & 3) == 3 ? 1 : 0); }

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

Status short_side_center_crop(ShortSide rounding, int height, int width, int short_side, int rows, int columns,
                              ResizeWindow* window) {
  if (height < 1 || width < 1 || short_side < 1 || rows < 1 || columns < 1 || window == nullptr) {
    return Status(StatusCode::invalid_argument, "sizes to resize and crop must be at least 1");
  }
  if (std::max(rows, columns) > short_side) {
    return Status(StatusCode::invalid_argument,
                  "a crop of %d x %d pixels from an image whose short side is %d: it must be as long", columns, rows,
                  short_side);
  }
  const bool exact = rounding == ShortSide::torchvision;
  const auto scaled = [&](int side, int least) {
    const int shorter = std::min(height, width);
    return std::max<double>(
        least, exact ? torchvision_side(side, shorter, short_side) : tf_models_side(side, shorter, short_side));
  };
  const double new_height = scaled(height, rows), new_width = scaled(width, columns);
  if (new_height > kMaxResizedSide || new_width > kMaxResizedSide) {
    return Status(StatusCode::unsupported, "scaling the short side of %d x %d pixels to %d: the other becomes over %d",
                  width, height, short_side, kMaxResizedSide);
  }
  ResizeWindow w;
  w.height = static_cast<int>(new_height);
  w.width = static_cast<int>(new_width);
  w.top = exact ? half_to_even(w.height - rows) : (w.height - rows) / 2;
  w.left = exact ? half_to_even(w.width - columns) : (w.width - columns) / 2;
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
    case Resize::pil_bicubic:
    case Resize::pil_box:
    case Resize::pil_hamming:
    case Resize::pil_lanczos:
      return resize_pil(in, window, method, out);
    case Resize::tf_bilinear:
      return resize_tf_bilinear(in, window, true, out);
    case Resize::tf1_bilinear:
      return resize_tf_bilinear(in, window, false, out);
  }
  return Status(StatusCode::invalid_argument, "unknown resize method %d", static_cast<int>(method));
}

}  // namespace specimen_v2
