// What a sequence_pool kernel computes: the mean over the tokens of a sequence, or over those that the mask keeps:
// (batch, sequence, features) -> (batch, features), f32; batch and sequence are run-time extents. Tokens that the mask
// drops have no influence, whatever finite values they hold; where it keeps none, the mean is zero.
// Arguments: x, [mask (batch, sequence), int32, 1 for tokens to keep]; then y, dense rows.
#pragma once

#include "../common/fields.h"
#include "../common/traits.h"

namespace mnist::kernels {

struct SequencePool {
  int features = 1;
  bool masked = false;

  template <class V>
  void fields(V&& v) {
    v("features", features), v("masked", masked);
  }
};

std::string shape_name(const SequencePool& problem);  // 384_masked
std::int64_t flops(const SequencePool& problem);      // a token; one for each element
std::vector<KernelArgument> arguments(const SequencePool& problem);
KernelTraits traits(const SequencePool& problem);
std::string describe(const SequencePool& problem);  // for people

}  // namespace mnist::kernels
