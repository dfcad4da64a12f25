#include "preprocess.h"

#include <cmath>
#include <utility>

#include "color.h"

namespace specimen_v2 {

namespace {

Status check(const ImagePreprocess& options) {
  if (options.height < 1 || options.width < 1 || options.short_side < 0) {
    return Status(StatusCode::invalid_argument, "preprocessing to %d x %d pixels, short side %d", options.width,
                  options.height, options.short_side);
  }
  if (options.channels != 1 && options.channels != 3) {
    return Status(StatusCode::invalid_argument, "preprocessing to %d channels; 1 (gray) and 3 exist", options.channels);
  }
  if (!std::isfinite(options.scale)) return Status(StatusCode::invalid_argument, "the scale of pixels must be finite");
  for (int c = 0; c < options.channels; ++c) {
    if (!std::isfinite(options.mean[c]) || !std::isfinite(options.std[c]) || options.std[c] == 0.0f) {
      return Status(StatusCode::invalid_argument, "mean %g and std %g of channel %d: both must be finite, std not zero",
                    static_cast<double>(options.mean[c]), static_cast<double>(options.std[c]), c);
    }
  }
  return Status();
}

// The frameworks divide by 255 or 127.5 in float32. A product in double, rounded once, gives the same float for every
// whole pixel value; the steps after it are theirs, each rounded to float32.
void normalize(const ImagePreprocess& options, float* values) {
  const std::size_t count = preprocessed_size(options);
  const auto channels = static_cast<std::size_t>(options.channels);
  for (std::size_t i = 0; i < count; i += channels) {
    float* pixel = values + i;
    if (options.order == ChannelOrder::bgr && channels == 3) std::swap(pixel[0], pixel[2]);
    for (std::size_t c = 0; c < channels; ++c) {
      const auto scaled = static_cast<float>(static_cast<double>(pixel[c]) * options.scale);
      pixel[c] = (scaled - options.mean[c]) / options.std[c];
    }
  }
}

}  // namespace

bool set_preprocess_mode(std::string_view mode, ImagePreprocess* preprocess) {
  ImagePreprocess p = *preprocess;
  p.order = ChannelOrder::rgb;
  p.scale = 1.0;
  for (int c = 0; c < 3; ++c) {
    p.mean[c] = 0.0f;
    p.std[c] = 1.0f;
  }
  const auto set = [](float* to, float a, float b, float c) {
    to[0] = a;
    to[1] = b;
    to[2] = c;
  };
  bool is_colour = false;
  if (mode == "unit") {
    p.scale = 1.0 / 255.0;
  } else if (mode == "tf") {
    p.scale = 1.0 / 127.5;
    set(p.mean, 1.0f, 1.0f, 1.0f);
  } else if (mode == "caffe") {
    is_colour = true;
    p.order = ChannelOrder::bgr;
    set(p.mean, 103.939f, 116.779f, 123.68f);
  } else if (mode == "torch") {
    is_colour = true;
    p.scale = 1.0 / 255.0;
    set(p.mean, 0.485f, 0.456f, 0.406f);
    set(p.std, 0.229f, 0.224f, 0.225f);
  } else if (mode == "mean_rgb") {
    is_colour = true;
    set(p.mean, 123.68f, 116.78f, 103.94f);
  } else if (mode != "none") {
    return false;
  }
  if (is_colour && p.channels != 3) return false;
  *preprocess = p;
  return true;
}

Status preprocess(const Image& image, const ImagePreprocess& options, float* out) {
  if (image.empty() || out == nullptr) {
    return Status(StatusCode::invalid_argument, "preprocess needs an image to read and room to write");
  }
  Status status = check(options);
  if (!status.ok()) return status;
  ResizeWindow window = whole(options.height, options.width);
  if (options.short_side > 0) {
    status = short_side_center_crop(options.rounding, image.height(), image.width(), options.short_side, options.height,
                                    options.width, &window);
    if (!status.ok()) return status;
  }
  Image converted;
  const Image* source = &image;
  if (image.channels() != options.channels) {
    status = convert_color(image, options.channels == 1 ? ImageColor::gray : ImageColor::rgb, &converted);
    if (!status.ok()) return status;
    source = &converted;
  }
  status = resize_image(*source, window, options.resize, out);
  if (status.ok()) normalize(options, out);
  return status;
}

}  // namespace specimen_v2
