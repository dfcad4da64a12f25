// Which pixels of a row, or rows of an image, make one of another size, and their shares: TensorFlow's half-pixel
// centres, without antialiasing. Plain C++ that the reference, the Halide code and the evaluation of graphs share.
#pragma once

#include <cmath>

namespace specimen::gen {

enum class Sampling : unsigned char { nearest, bilinear, bicubic };
const char* to_string(Sampling sampling);
bool parse(const char* text, Sampling* out);

inline int taps_of(Sampling sampling) {
  return sampling == Sampling::nearest ? 1 : sampling == Sampling::bilinear ? 2 : 4;
}

// Pixels first, first + 1, ...; beyond the image its outermost one stands in, or the share is 0.
struct Taps {
  int first = 0;
  float share[4] = {1, 0, 0, 0};
};

// Keys' cubic with a = -1/2: at a distance of at most 1, and between 1 and 2.
inline float near_cubic(double x) { return static_cast<float>((1.5 * x - 2.5) * x * x + 1); }
inline float far_cubic(double x) { return static_cast<float>(((-0.5 * x + 2.5) * x - 4) * x + 2); }

// Of pixel `at` of `out`, made of `in`. Places are computed in float, and cubic shares are those of a 1024th of a
// pixel, as TensorFlow does it: another rounding would choose another pixel.
inline Taps taps_at(Sampling sampling, int in, int out, int at) {
  Taps taps;
  const float scale = static_cast<float>(in) / static_cast<float>(out);
  const float centre = (static_cast<float>(at) + 0.5f) * scale;
  if (sampling == Sampling::nearest) {
    const int pixel = static_cast<int>(std::floor(centre));
    taps.first = pixel < in ? pixel : in - 1;
    return taps;
  }
  const float place = centre - 0.5f, before = std::floor(place), behind = place - before;
  taps.first = static_cast<int>(before);
  if (sampling == Sampling::bilinear) {
    taps.share[0] = 1 - behind;
    taps.share[1] = behind;
    return taps;
  }
  --taps.first;
  const double distance = static_cast<double>(std::lrint(behind * 1024.0f)) / 1024;
  const float cubic[] = {far_cubic(1 + distance), near_cubic(distance), near_cubic(1 - distance),
                         far_cubic(2 - distance)};
  float sum = 0;
  for (int i = 0; i < 4; ++i) {
    const int pixel = taps.first + i;
    taps.share[i] = pixel < 0 || pixel >= in ? 0 : cubic[i];
    sum += taps.share[i];
  }
  for (float& share : taps.share) share /= sum;
  return taps;
}

}  // namespace specimen::gen
