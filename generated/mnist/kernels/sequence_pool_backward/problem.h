// What a sequence_pool_backward kernel computes: the gradient of what a mean over the sequence is of, f32: dx(b, s, :)
// = dy(b, :) / kept(b) for each of the kept(b) tokens that the mask keeps, 0 for the others; without a mask all are
// kept. Batch and sequence are run-time extents. Arguments: dy (batch, features), [mask (batch, sequence), int32]; then
// dx (batch, sequence, features), dense.
#pragma once

#include "../common/traits.h"

namespace mnist::kernels {

struct SequencePoolBackward {
  int features = 1;
  bool masked = false;

  template <class V>
  void fields(V&& v) {
    v("features", features), v("masked", masked);
  }
};

std::string shape_name(const SequencePoolBackward& problem);  // 384_masked
std::int64_t flops(const SequencePoolBackward& problem);      // a token; one for each element
std::vector<KernelArgument> arguments(const SequencePoolBackward& problem);
KernelTraits traits(const SequencePoolBackward& problem);
std::string describe(const SequencePoolBackward& problem);  // for people

}  // namespace mnist::kernels
