// What a pack_filter kernel computes: a filter as the panels that conv2d and dense kernels read, f32. The result is
// that of runtime/core/pack.cpp, bit for bit, zeros behind the last channel included. There is no batch. Arguments:
// kernel, as a checkpoint holds it, (height, width, inputs, outputs); then packed,
// [outputs/16][height][width][inputs][16]. A dense layer's kernel has a height and width of 1.
#pragma once

#include "../common/fields.h"
#include "../common/layout.h"
#include "../common/traits.h"

namespace mnist::kernels {

struct PackFilter {
  int height = 1, width = 1;
  int inputs = 1;   // of the packed filter, in a group
  int outputs = 1;  // of the packed filter, of all groups
  int groups = 1;
  // For data gradients: inputs and outputs of each group change places, so that the kernel is (height, width,
  // outputs / groups, inputs * groups); the taps are in reverse order.
  bool transposed = false, flipped = false;

  template <class V>
  void fields(V&& v) {
    v("height", height), v("width", width), v("inputs", inputs), v("outputs", outputs), v("groups", groups);
    v("transposed", transposed), v("flipped", flipped);
  }
};

std::string shape_name(const PackFilter& problem);  // 3x3_64_128, with _g32, _transposed, _flipped where they apply
std::int64_t flops(const PackFilter& problem);      // none
std::vector<KernelArgument> arguments(const PackFilter& problem);
KernelTraits traits(const PackFilter& problem);
std::string describe(const PackFilter& problem);  // for people

}  // namespace mnist::kernels
