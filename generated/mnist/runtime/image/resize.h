// Resizing, pixel for pixel as the reference frameworks do it.
#ifndef SPECIMEN_V2_IMAGE_RESIZE_H
#define SPECIMEN_V2_IMAGE_RESIZE_H

#include <string_view>

#include "../core/status.h"
#include "image.h"

namespace specimen_v2 {

enum class Resize : unsigned char {
  none,          // sizes must agree already
  pil_nearest,   // PIL Image.resize(NEAREST); keras.utils.load_img(interpolation="nearest"), its default
  pil_bilinear,  // PIL Image.resize(BILINEAR): a triangle filter as wide as the shrinking asks, in 8-bit fixed point
  pil_bicubic,   // the same with other filters
  pil_box,
  pil_hamming,
  pil_lanczos,
  tf_nearest,    // tf.image.resize(method="nearest")
  tf_bilinear,   // tf.image.resize(method="bilinear", antialias=False): half-pixel centers, float32
  tf1_bilinear,  // tf.compat.v1.image.resize, align_corners=False: corners coincide; TF Models' ImageNet evaluation
};

const char* resize_name(Resize method);                    // as it is written here: "pil_bilinear"
bool parse_resize(std::string_view name, Resize* method);  // false for an unknown name

// A rectangle of the image as it would be after resizing to height x width: only this part is computed.
struct ResizeWindow {
  int height = 0, width = 0;  // of the whole resized image
  int top = 0, left = 0;      // of the rectangle
  int rows = 0, columns = 0;  // of the rectangle
};

// All of the resized image.
inline ResizeWindow whole(int height, int width) { return {height, width, 0, 0, height, width}; }

// How the size of an image whose short side is scaled is rounded, and the offset of its centre.
enum class ShortSide : unsigned char {
  // torchvision's Resize(int) and CenterCrop: the short side is exact, the long one cut to a whole number; of an odd
  // margin the half is rounded to even.
  torchvision,
  // TensorFlow Models' evaluation, imagenet_preprocessing.py, in float32: either side may come out one less than in
  // exact arithmetic, and an odd margin leaves the extra pixel at the end. Where the reference then fails, because the
  // short side is as long as the crop, it is exact here.
  tf_models,
};

// Scales so that the shorter side becomes `short_side`, then takes rows x columns from the middle. Errors:
// invalid_argument if a size is below 1 or the short side is less than the rectangle's longer one; unsupported if the
// longer side becomes over kMaxResizedSide.
Status short_side_center_crop(ShortSide rounding, int height, int width, int short_side, int rows, int columns,
                              ResizeWindow* window);

// The largest sides before and after resizing: they keep the sums of the pil methods inside 32 bits, and positions
// inside an int.
constexpr int kMaxImageSide = 1000000;
constexpr int kMaxResizedSide = 1000000000;

// Writes window.rows x window.columns x in.channels() floats in [0, 255] to `out`, row-major. The pil methods and the
// nearest ones give whole numbers.
// Errors: invalid_argument (empty image, null, a window outside the resized image, `none` with another size);
// unsupported (a side over its limit); out_of_memory.
Status resize_image(const Image& in, const ResizeWindow& window, Resize method, float* out);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_IMAGE_RESIZE_H
