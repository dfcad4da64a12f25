// What an attention_backward kernel computes: the gradients of query, key and value of self-attention, f32. Of each
// head, with weight = softmax(scale * query . key^T, over the keys that may be seen), which is computed again:
//   change = dy . value^T, dscore = scale * weight * (change - sum over the keys of weight * change)
//   dquery = dscore . key, dkey = dscore^T . query, dvalue = weight^T . dy
// All tensors are dense (batch, tokens, heads * head_dim), the features of a head side by side; the batch and the
// number of tokens are run-time extents. A query sees the keys that the mask keeps, with `causal` only those up to its
// own place; one that sees none has no influence. With `dropout` the weights of dvalue, and `change`, are times what
// the attention kernel multiplied the weights by: 0 or 1 / (1 - dropout). Arguments: query, key, value, dy, [mask
// (batch, tokens), int32, 1 for keys to keep], [with dropout random (random_argument)]; then dquery, dkey, dvalue.
#pragma once

#include "../common/fields.h"
#include "../common/traits.h"

namespace mnist::kernels {

struct AttentionBackward {
  int heads = 1, head_dim = 1;
  int tokens = 1;  // the most
  double scale = 1;
  bool causal = false, masked = false;
  double dropout = 0;

  template <class V>
  void fields(V&& v) {
    v("heads", heads), v("head_dim", head_dim), v("tokens", tokens), v("scale", scale), v("causal", causal);
    v("masked", masked), v("dropout", dropout);
  }
};

std::string shape_name(const AttentionBackward& problem);  // 12x64_512_masked: heads, features of each, most tokens
// The most tokens; two for each multiply-add of five products, none for exponentials.
std::int64_t flops(const AttentionBackward& problem);
std::vector<KernelArgument> arguments(const AttentionBackward& problem);
KernelTraits traits(const AttentionBackward& problem);
std::string describe(const AttentionBackward& problem);  // for people

}  // namespace mnist::kernels
