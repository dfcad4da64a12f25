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
  tf_nearest,    // tf.image.resize(method="nearest")
  tf_bilinear,   // tf.image.resize(method="bilinear", antialias=False): half-pixel centers, float32
  tf1_bilinear,  // tf.compat.v1.image.resize, align_corners=False: corners coincide; TF Models' ImageNet evaluation
};

const char* resize_name(Resize method);                    // as it is written here: "pil_bilinear"
bool parse_resize(std::string_view name, Resize* method);  // false for an unknown name

// A rectangle of the picture as it would be after resizing to height x width: only this part is computed.
struct ResizeWindow {
  int height = 0, width = 0;  // of the whole resized picture
  int top = 0, left = 0;      // of the rectangle
  int rows = 0, columns = 0;  // of the rectangle
};

// All of the resized picture.
inline ResizeWindow whole(int height, int width) { return {height, width, 0, 0, height, width}; }

// Scales so that the shorter side becomes `short_side`, then takes rows x columns from the middle. In float32 as TF
// Models computes it, so a side may come out one less than in exact arithmetic; odd margins leave the extra pixel at
// the end. Source: TF Models, imagenet_preprocessing.py, _smallest_size_at_least and _central_crop. Errors:
// invalid_argument if a size is below 1 or the rectangle is larger than the resized picture.
Status short_side_center_crop(int height, int width, int short_side, int rows, int columns, ResizeWindow* window);

// The largest side, before or after resizing: keeps the fixed-point sums of pil_bilinear inside 32 bits.
constexpr int kMaxResizeSide = 1000000;

// Writes window.rows x window.columns x in.channels() floats in [0, 255] to `out`, row-major. The pil methods and the
// nearest ones give whole numbers.
// Errors: invalid_argument (empty picture, null, a window outside the resized picture, `none` with another size);
// unsupported (a side over kMaxResizeSide); out_of_memory.
Status resize_image(const Image& in, const ResizeWindow& window, Resize method, float* out);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_IMAGE_RESIZE_H
