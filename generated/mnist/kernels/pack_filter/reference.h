// pack_filter in plain loops, with the kernel's own arguments.
#pragma once

#include "problem.h"

namespace mnist::kernels {

template <class T>
void pack_filter_reference(const PackFilter& w, int, const T* kernel, const T* const*, T* const* outputs) {
  const int per_group = w.outputs / w.groups;
  T* to = outputs[0];
  for (int panel = 0; panel * kPanel < w.outputs; ++panel) {
    for (int y = 0; y < w.height; ++y) {
      for (int x = 0; x < w.width; ++x) {
        const int row = w.flipped ? w.height - 1 - y : y, column = w.flipped ? w.width - 1 - x : x;
        const T* tap = kernel + (static_cast<long long>(row) * w.width + column) * w.inputs * w.outputs;
        for (int i = 0; i < w.inputs; ++i) {
          for (int o = panel * kPanel; o < (panel + 1) * kPanel; ++o) {
            long long at = static_cast<long long>(i) * w.outputs + o;
            if (w.transposed) {
              at = static_cast<long long>(o % per_group) * w.inputs * w.groups + o / per_group * w.inputs + i;
            }
            *to++ = o < w.outputs ? tap[at] : T(0);
          }
        }
      }
    }
  }
}

}  // namespace mnist::kernels
