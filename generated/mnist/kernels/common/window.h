// What kernels that slide a window share.
#pragma once

#include <string>

#include "fields.h"

namespace mnist::kernels {

// Of a kernel that pads x itself: x is an image of height x width without padding in memory, and the first window
// begins `top` rows above and `left` columns left of it. Where it ends follows from the number of outputs.
struct OwnPadding {
  int height = 1, width = 1;
  int top = 0, left = 0;
  bool zeros = true;  // of a maximum: zeros around the image count; false: only its pixels do

  template <class V>
  void fields(V&& v) {
    v("height", height), v("width", width), v("top", top), v("left", left), v("zeros", zeros);
  }
};

inline bool inside(const OwnPadding& image, int y, int x) {
  return y >= 0 && y < image.height && x >= 0 && x < image.width;
}

// The kernels whose windows may reach over the edge of an image.
enum class WindowKernel { none, convolution, depthwise, pooling };

// Rows (or columns) of x that a window touches, padding included, for `out` outputs. Winograd F(tile, 3) computes
// whole tiles of outputs, each from tile + 2 inputs.
inline int touched(int out, int size, int stride, int dilation, int tile = 1) {
  if (tile > 1) return (out + tile - 1) / tile * tile + 2;
  return (out - 1) * stride + (size - 1) * dilation + 1;
}

// The part of a kernel's name that says how its window moves: "_s2", "_s2x1", "_s2_d3"; "" where it goes pixel by
// pixel.
template <class Problem>
std::string window_suffix(const Problem& problem) {
  const auto pair = [](const char* letter, int height, int width) -> std::string {
    if (height == 1 && width == 1) return "";
    return letter + std::to_string(height) + (width != height ? "x" + std::to_string(width) : "");
  };
  return pair("_s", problem.stride_height, problem.stride_width) +
         pair("_d", problem.dilation_height, problem.dilation_width);
}

// The same of what is around x: "_t2l2"; "" where the first window begins at the first pixel.
inline std::string own_padding_suffix(const OwnPadding& padding) {
  if (padding.top == 0 && padding.left == 0) return "";
  return "_t" + std::to_string(padding.top) + "l" + std::to_string(padding.left);
}

// For people: "3x3", ", stride 2", ", dilation 1x2"; nothing of a factor of 1.
inline std::string window_text(int height, int width) { return std::to_string(height) + "x" + std::to_string(width); }
inline std::string factor_text(const char* name, int height, int width) {
  if (height == 1 && width == 1) return "";
  return std::string(", ") + name + " " + (height == width ? std::to_string(height) : window_text(height, width));
}
inline std::string stride_text(int height, int width) { return factor_text("stride", height, width); }
inline std::string dilation_text(int height, int width) { return factor_text("dilation", height, width); }

}  // namespace mnist::kernels
