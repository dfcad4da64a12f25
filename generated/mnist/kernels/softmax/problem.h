// What a softmax kernel computes: exp(x - max) / sum over the last dimension, f32. x and y are dense rows; the number
// of rows is a run-time extent. Arguments: x; then y.
#pragma once

#include "../common/fields.h"
#include "../common/traits.h"

namespace mnist::kernels {

struct Softmax {
  int classes = 1;

  template <class V>
  void fields(V&& v) {
    v("classes", classes);
  }
};

std::string shape_name(const Softmax& problem);  // 1001
std::int64_t flops(const Softmax& problem);      // a row; four for each element: maximum, exponential, sum, division
std::vector<KernelArgument> arguments(const Softmax& problem);
KernelTraits traits(const Softmax& problem);
std::string describe(const Softmax& problem);  // for people

}  // namespace mnist::kernels
