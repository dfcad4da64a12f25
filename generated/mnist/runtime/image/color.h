// Colour conversions, with the rounding of PIL's Image.convert.
#ifndef SPECIMEN_V2_IMAGE_COLOR_H
#define SPECIMEN_V2_IMAGE_COLOR_H

#include <cstdint>

#include "image.h"

namespace specimen_v2 {

// Luma of ITU-R BT.601, in 16-bit fixed point: 0.299 R + 0.587 G + 0.114 B. Source: PIL, convert("L").
inline std::uint8_t luma(std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
  return static_cast<std::uint8_t>((red * 19595u + green * 38470u + blue * 7471u + 32768u) >> 16);
}

// a * b / 255, rounded to nearest, for a and b in 0..255.
inline int multiply_255(int a, int b) {
  const int product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}

// One pixel of ink (0 = none, 255 = full) as red, green, blue. Source: PIL, convert("RGB") from CMYK.
inline void cmyk_to_rgb(const std::uint8_t* cmyk, std::uint8_t* rgb) {
  const int light = 255 - cmyk[3];
  for (int c = 0; c < 3; ++c) rgb[c] = static_cast<std::uint8_t>(light - multiply_255(cmyk[c], light));
}

// `out` becomes `in` with the channels of `color`: luma, or three equal channels; a copy when nothing changes.
// Errors: invalid_argument for an empty image or out == &in; out_of_memory.
Status convert_color(const Image& in, ImageColor color, Image* out);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_IMAGE_COLOR_H
