// What kernels that slide a window share.
#pragma once

#include <string>

namespace specimen::gen {

// Rows (or columns) of x that a window touches, padding included, for so many outputs. Winograd F(tile, 3) computes
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

// For people: "3x3", ", stride 2", ", dilation 1x2"; nothing of a factor of 1.
inline std::string window_text(int height, int width) { return std::to_string(height) + "x" + std::to_string(width); }
inline std::string factor_text(const char* name, int height, int width) {
  if (height == 1 && width == 1) return "";
  return std::string(", ") + name + " " + (height == width ? std::to_string(height) : window_text(height, width));
}
inline std::string stride_text(int height, int width) { return factor_text("stride", height, width); }
inline std::string dilation_text(int height, int width) { return factor_text("dilation", height, width); }

}  // namespace specimen::gen
