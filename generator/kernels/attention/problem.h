// What an attention kernel computes, for each head: y = softmax(scale * query . key^T, over the keys that may be seen)
// . value, f32. Tensors are (batch, sequence, heads * head_dim), the features of a head side by side; the batch, the
// number of queries and that of keys are run-time extents. Each head of keys and values serves `group` heads of queries
// that follow each other. A query sees the keys that the mask keeps, with `causal` only those up to its own place: the
// last query sees all keys, the one before all but the last, and so on. What it does not see has no influence at all,
// whatever finite values are there. A query that sees no key gives zeros. With `dropout` a share of the weights becomes
// 0 after the softmax, and the others are divided by 1 - dropout (runtime/core/random.h: drops_weight).
// Arguments: query, key, value, [mask (batch, keys), int32, 1 for keys to keep], [with dropout random
// (random_argument)]; then y (batch, queries, heads * value_dim), dense.
#pragma once

#include "../common/fields.h"
#include "../common/traits.h"

namespace specimen::gen {

struct Attention {
  int heads = 1, group = 1;         // heads of queries; how many of them read one head of keys and values
  int head_dim = 1, value_dim = 1;  // features of a head of queries and keys; of values
  int queries = 1, keys = 1;        // the most
  double scale = 1;
  bool causal = false, masked = false;
  double dropout = 0;
  // Floats from one token to the next: all features, or more where the three are slices of one wider tensor.
  int query_stride = 1, key_stride = 1, value_stride = 1;
  int key_capacity = 0, value_capacity = 0;  // tokens from one example to the next; 0: as many as there are

  template <class V>
  void fields(V&& v) {
    v("heads", heads), v("group", group), v("head_dim", head_dim), v("value_dim", value_dim);
    v("queries", queries), v("keys", keys), v("scale", scale);
    v("causal", causal), v("masked", masked), v("dropout", dropout);
    v("query_stride", query_stride), v("key_stride", key_stride), v("value_stride", value_stride);
    v("key_capacity", key_capacity), v("value_capacity", value_capacity);
  }
};

std::string shape_name(const Attention& problem);  // 12x64_512_masked: heads, features of each, most keys; of a group
                                                   // and of other sizes of values and queries 12by3x64x32_8x512
std::int64_t flops(
    const Attention& problem);  // the most queries and keys; two for each multiply-add, none for exponentials
std::vector<KernelArgument> arguments(const Attention& problem);
KernelTraits traits(const Attention& problem);
std::string describe(const Attention& problem);  // for people

}  // namespace specimen::gen
