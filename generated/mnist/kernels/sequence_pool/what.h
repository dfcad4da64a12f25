// What a sequence_pool kernel computes: the mean over the tokens of a sequence, or over those that the mask keeps:
// (batch, sequence, features) -> (batch, features), f32; batch and sequence are run-time extents. Tokens that the mask
// drops have no influence, whatever finite values they hold; where it keeps none, the mean is zero.
// Arguments: x, [mask (batch, sequence), int32, 1 for tokens to keep]; then y, dense rows.
#pragma once

#include "../common/fields.h"

namespace mnist::kernels {

struct SequencePool {
  int features = 1;
  bool masked = false;

  template <class V>
  void fields(V&& v) {
    v("features", features), v("masked", masked);
  }
};

}  // namespace mnist::kernels
