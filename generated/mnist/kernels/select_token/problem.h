// What a select_token kernel computes: one token of each sequence: (batch, sequence, features) -> (batch, features),
// f32; batch and sequence are run-time extents. Where the sequence is shorter it is the last token. Arguments: x; then
// y, dense rows.
#pragma once

#include "../common/fields.h"
#include "../common/traits.h"

namespace mnist::kernels {

struct SelectToken {
  int features = 1;
  int token = 0;

  template <class V>
  void fields(V&& v) {
    v("features", features), v("token", token);
  }
};

std::string shape_name(const SelectToken& problem);  // 0_of_768
std::int64_t flops(const SelectToken& problem);      // zero: it only copies
std::vector<KernelArgument> arguments(const SelectToken& problem);
KernelTraits traits(const SelectToken& problem);
std::string describe(const SelectToken& problem);  // for people

}  // namespace mnist::kernels
