// dropout in plain loops, with the kernel's own arguments.
#pragma once

#include "problem.h"
#include "runtime/core/random.h"

namespace mnist::kernels {

template <class T>
void dropout_reference(const Dropout& w, int rows, const T* x, const std::int32_t* random, const T* const*,
                       T* const* outputs) {
  const auto word = [&](int i) { return static_cast<std::uint32_t>(random[i]); };
  const std::uint64_t first = std::uint64_t{word(3)} << 31 | word(2);
  const T kept = static_cast<T>(1 / (1 - w.rate));
  for (int row = 0; row < rows; ++row) {
    for (int i = 0; i < w.features; ++i) {
      const long long at = static_cast<long long>(row) * w.features + i;
      const std::uint32_t drawn = specimen_v2::random_word(word(0), word(4), static_cast<std::uint64_t>(i),
                                                           first + static_cast<std::uint64_t>(row), word(1));
      outputs[0][at] = drawn >> 8 < dropped_below(w) ? T(0) : x[at] * kept;
    }
  }
}

}  // namespace mnist::kernels
