// What a select_token kernel computes: one token of each sequence: (batch, sequence, features) -> (batch, features),
// f32; batch and sequence are run-time extents. Where the sequence is shorter it is the last token. Arguments: x; then
// y, dense rows.
#pragma once

#include "../common/fields.h"

namespace mnist::kernels {

struct SelectToken {
  int features = 1;
  int token = 0;

  template <class V>
  void fields(V&& v) {
    v("features", features), v("token", token);
  }
};

}  // namespace mnist::kernels
