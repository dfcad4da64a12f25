// What kernels that slide a window share.
#pragma once

#include <string>

namespace mnist::kernels {

// The part of a kernel's name that says how its window moves: "_s2", "_s2x1", "_s2_d3"; "" where it goes pixel by
// pixel.
template <class What>
std::string window_suffix(const What& what) {
  const auto pair = [](const char* letter, int height, int width) -> std::string {
    if (height == 1 && width == 1) return "";
    return letter + std::to_string(height) + (width != height ? "x" + std::to_string(width) : "");
  };
  return pair("_s", what.stride_height, what.stride_width) + pair("_d", what.dilation_height, what.dilation_width);
}

}  // namespace mnist::kernels
