// From an image to the numbers that a model reads.
#ifndef SPECIMEN_V2_IMAGE_PREPROCESS_H
#define SPECIMEN_V2_IMAGE_PREPROCESS_H

#include <cstddef>
#include <string_view>

#include "../core/status.h"
#include "image.h"
#include "resize.h"

namespace specimen_v2 {

enum class ChannelOrder : unsigned char { rgb, bgr };

// What the input of a spec states. The default makes RGB values in 0..255 of 224 x 224 pixels, as keras.utils.load_img.
// In this order: channels; resize and crop; channel order; (pixel * scale - mean) / std, a mean and a std per channel
// in the order of the output.
struct ImagePreprocess {
  int height = 224;  // of the result, pixels
  int width = 224;
  int channels = 3;  // 3, or 1: gray images are repeated, colour images become luma
  Resize resize = Resize::pil_nearest;
  int short_side = 0;  // 0: resized straight to height x width. Else the short side becomes this, then a center crop
  ShortSide rounding = ShortSide::torchvision;  // of that
  ChannelOrder order = ChannelOrder::rgb;
  double scale = 1.0;
  float mean[3] = {0.0f, 0.0f, 0.0f};
  float std[3] = {1.0f, 1.0f, 1.0f};
};

// Sets order, scale, mean and std; false for an unknown name, or one that has no meaning for one channel.
//   "none"       0..255
//   "unit"       x / 255
//   "tf"         x / 127.5 - 1                                     keras.applications, MobileNet
//   "caffe"      BGR - (103.939, 116.779, 123.68)                  keras.applications, ResNet and VGG
//   "torch"      (x / 255 - (0.485, 0.456, 0.406)) / (0.229, 0.224, 0.225)
//   "mean_rgb"   RGB - (123.68, 116.78, 103.94)                    TF Models, ResNet on ImageNet
// Source: keras.applications.imagenet_utils.preprocess_input; TF Models, imagenet_preprocessing.py.
bool set_preprocess_mode(std::string_view mode, ImagePreprocess* preprocess);

// Floats that preprocess() writes for one image.
inline std::size_t preprocessed_size(const ImagePreprocess& p) {
  return static_cast<std::size_t>(p.height) * static_cast<std::size_t>(p.width) * static_cast<std::size_t>(p.channels);
}

// Writes height x width x channels floats (NHWC, one image) to `out`; for a batch, call it once per image.
// Errors: invalid_argument (sizes, a zero or infinite std, a crop that does not fit), unsupported and out_of_memory as
// resize_image. What `out` holds after an error is undefined.
Status preprocess(const Image& image, const ImagePreprocess& options, float* out);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_IMAGE_PREPROCESS_H
