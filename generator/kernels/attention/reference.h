// attention in plain loops, with the kernel's own arguments.
#pragma once

#include <cmath>
#include <cstdint>

#include "problem.h"
#include "runtime/core/random.h"

namespace specimen::gen {

// Three passes over the keys of each query: their largest score, the sum of exponentials, the weighted values.
template <class T>
void attention_reference(const Attention& w, int batch, int queries, int keys, const T* query, const T* key,
                         const T* value, const std::int32_t* mask, const std::int32_t* random, const T* const*,
                         T* const* outputs) {
  const T kept = static_cast<T>(1 / (1 - w.dropout));
  for (int b = 0; b < batch; ++b) {
    for (int head = 0; head < w.heads; ++head) {
      for (int i = 0; i < queries; ++i) {
        const auto row = [&](auto* tensor, int length, int stride, int token) {
          return tensor + (static_cast<long long>(b) * length + token) * stride;
        };
        const int seen = w.causal ? i + 1 + keys - queries : keys;
        const auto keep = [&](int j) { return !mask || mask[static_cast<long long>(b) * keys + j] != 0; };
        const auto score = [&](int j) {
          const T* q = row(query, queries, w.query_stride, i) + head * w.head_dim;
          const T* k =
              row(key, w.key_capacity > 0 ? w.key_capacity : keys, w.key_stride, j) + head / w.group * w.head_dim;
          T sum = 0;
          for (int d = 0; d < w.head_dim; ++d) sum += q[d] * k[d];
          return sum * static_cast<T>(w.scale);
        };
        T* out = row(outputs[0], queries, w.heads * w.value_dim, i) + head * w.value_dim;
        for (int d = 0; d < w.value_dim; ++d) out[d] = 0;
        bool any = false;
        T most = 0, total = 0;
        for (int j = 0; j < seen; ++j) {
          if (!keep(j)) continue;
          const T s = score(j);
          most = !any || s > most ? s : most;
          any = true;
        }
        for (int j = 0; j < seen; ++j) {
          if (!keep(j)) continue;
          const T p = std::exp(score(j) - most);
          const T* v = row(value, w.value_capacity > 0 ? w.value_capacity : keys, w.value_stride, j) +
                       head / w.group * w.value_dim;
          total += p;
          if (w.dropout > 0 && specimen_v2::drops_weight(random, w.dropout, head, i, j, b)) continue;
          for (int d = 0; d < w.value_dim; ++d) out[d] += p * kept * v[d];
        }
        for (int d = 0; d < w.value_dim && any; ++d) out[d] /= total;
      }
    }
  }
}

template <class T>
void attention_reference(const Attention& w, int batch, int queries, int keys, const T* query, const T* key,
                         const T* value, const T* const* operands, T* const* outputs) {
  const std::int32_t* const none = nullptr;
  attention_reference(w, batch, queries, keys, query, key, value, none, none, operands, outputs);
}

// With a mask, or with random numbers.
template <class T>
void attention_reference(const Attention& w, int batch, int queries, int keys, const T* query, const T* key,
                         const T* value, const std::int32_t* one, const T* const* operands, T* const* outputs) {
  const std::int32_t* const none = nullptr;
  attention_reference(w, batch, queries, keys, query, key, value, w.masked ? one : none, w.masked ? none : one,
                      operands, outputs);
}

}  // namespace specimen::gen
