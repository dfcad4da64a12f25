// What an attention kernel computes, for each head: y = softmax(scale * query . key^T, over the keys that may be seen)
// . value, f32. Tensors are (batch, sequence, heads * head_dim), the features of a head side by side; batch and
// sequence are run-time extents. A query sees the keys that the mask keeps, with `causal` only those up to its own
// place; what it does not see has no influence at all, whatever finite values are there. A query that sees no key gives
// zeros. Arguments: query, key, value, [mask (batch, sequence), int32, 1 for keys to keep]; then y, dense.
#pragma once

#include "../common/fields.h"
#include "../common/traits.h"

namespace mnist::kernels {

struct Attention {
  int heads = 1, head_dim = 1;
  int sequence = 1;  // the longest
  double scale = 1;
  bool causal = false, masked = false;
  // Floats from one token to the next: heads * head_dim, or more where all three are slices of one wider tensor.
  int query_stride = 1, key_stride = 1, value_stride = 1;

  template <class V>
  void fields(V&& v) {
    v("heads", heads), v("head_dim", head_dim), v("sequence", sequence), v("scale", scale);
    v("causal", causal), v("masked", masked);
    v("query_stride", query_stride), v("key_stride", key_stride), v("value_stride", value_stride);
  }
};

std::string shape_name(const Attention& problem);  // 12x64_512_masked: heads, features of each, the longest sequence
std::int64_t flops(const Attention& problem);  // the longest sequence; two for each multiply-add, none for exponentials
std::vector<KernelArgument> arguments(const Attention& problem);
KernelTraits traits(const Attention& problem);
std::string describe(const Attention& problem);  // for people

}  // namespace mnist::kernels
