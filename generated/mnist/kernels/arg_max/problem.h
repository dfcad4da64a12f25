// What an arg_max kernel computes: where along a dimension of x, f32, its largest element is, the first of equal ones,
// and a NaN before all; int32. See common/reduction.h for the shapes. Arguments: x; then y, dense.
#pragma once

#include "../common/fields.h"
#include "../common/reduction.h"
#include "../common/traits.h"

namespace mnist::kernels {

struct ArgMax {
  Along along = Along::features;
  int extent = 1;  // along features
  int inner = 1;

  template <class V>
  void fields(V&& v) {
    v("along", along), v("extent", extent), v("inner", inner);
  }
};

std::string shape_name(const ArgMax& problem);  // 1000x1
std::int64_t flops(const ArgMax& problem);      // a row, a token, an example; one for each element
std::vector<KernelArgument> arguments(const ArgMax& problem);
KernelTraits traits(const ArgMax& problem);
std::string describe(const ArgMax& problem);  // for people

}  // namespace mnist::kernels
