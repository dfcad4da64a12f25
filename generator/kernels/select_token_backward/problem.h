// What a select_token_backward kernel computes: the gradient of the sequences of which one token was taken, f32: dx(b,
// token, :) = dy(b, :), 0 for all other tokens. Batch and sequence are run-time extents, and a sequence has that token.
// Arguments: dy (batch, features); then dx (batch, sequence, features), dense.
#pragma once

#include "../common/traits.h"

namespace specimen::gen {

struct SelectTokenBackward {
  int features = 1, token = 0;

  template <class V>
  void fields(V&& v) {
    v("features", features), v("token", token);
  }
};

std::string shape_name(const SelectTokenBackward& problem);  // 768, 768_token2
std::int64_t flops(const SelectTokenBackward& problem);      // 0: it moves elements
std::vector<KernelArgument> arguments(const SelectTokenBackward& problem);
KernelTraits traits(const SelectTokenBackward& problem);
std::string describe(const SelectTokenBackward& problem);  // for people

}  // namespace specimen::gen
