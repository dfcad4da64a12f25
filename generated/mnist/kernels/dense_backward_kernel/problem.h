// What a dense_backward_kernel kernel computes: the gradient of a dense layer's kernel, f32: for each input and unit
// the sum over all rows of x[row, input] * dy[row, unit]; rows is a run-time extent. Sums are of chunks of rows, which
// follow from the number of rows alone. Arguments: x (rows, inputs), dy (rows, units); then dkernel (inputs, units),
// which has no batch.
#pragma once

#include "../common/fields.h"
#include "../common/traits.h"

namespace mnist::kernels {

struct DenseBackwardKernel {
  int inputs = 1, units = 1;
  bool transposed = false;  // dkernel is (units, inputs)

  template <class V>
  void fields(V&& v) {
    v("inputs", inputs), v("units", units), v("transposed", transposed);
  }
};

std::string shape_name(const DenseBackwardKernel& problem);  // 768_3072
std::int64_t flops(const DenseBackwardKernel& problem);      // a row; two for each multiply-add
std::vector<KernelArgument> arguments(const DenseBackwardKernel& problem);
KernelTraits traits(const DenseBackwardKernel& problem);
std::string describe(const DenseBackwardKernel& problem);  // for people

}  // namespace mnist::kernels
