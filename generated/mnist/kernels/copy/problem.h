// What a copy kernel computes: y = x, (batch, sequence, features), f32; batch and sequence are run-time extents. Tokens
// of an example follow each other without gaps; between examples there may be room for more of them, as in a state that
// is not full. Arguments: x; then y.
#pragma once

#include "../common/fields.h"
#include "../common/traits.h"

namespace mnist::kernels {

struct Copy {
  int features = 1;
  int in_capacity = 0, out_capacity = 0;  // tokens from one example to the next; 0: as many as there are

  template <class V>
  void fields(V&& v) {
    v("features", features), v("in_capacity", in_capacity), v("out_capacity", out_capacity);
  }
};

std::string shape_name(const Copy& problem);  // 64_in_1024
std::int64_t flops(const Copy& problem);      // zero
std::vector<KernelArgument> arguments(const Copy& problem);
KernelTraits traits(const Copy& problem);
std::string describe(const Copy& problem);  // for people

}  // namespace mnist::kernels
