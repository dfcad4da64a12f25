// attention in plain loops, with the kernel's own arguments.
#pragma once

#include <cmath>
#include <cstdint>

#include "problem.h"

namespace mnist::kernels {

// Three passes over the keys of each query: their largest score, the sum of exponentials, the weighted values.
template <class T>
void attention_reference(const Attention& w, int batch, int sequence, const T* query, const T* key, const T* value,
                         const std::int32_t* mask, const T* const*, T* const* outputs) {
  const int features = w.heads * w.head_dim;
  for (int b = 0; b < batch; ++b) {
    for (int head = 0; head < w.heads; ++head) {
      for (int i = 0; i < sequence; ++i) {
        const auto row = [&](const T* tensor, int stride, int token) {
          return tensor + (static_cast<long long>(b) * sequence + token) * stride + head * w.head_dim;
        };
        const int seen = w.causal ? i + 1 : sequence;
        const auto keep = [&](int j) { return !mask || mask[static_cast<long long>(b) * sequence + j] != 0; };
        const auto score = [&](int j) {
          const T *q = row(query, w.query_stride, i), *k = row(key, w.key_stride, j);
          T sum = 0;
          for (int d = 0; d < w.head_dim; ++d) sum += q[d] * k[d];
          return sum * static_cast<T>(w.scale);
        };
        T* out = outputs[0] + (static_cast<long long>(b) * sequence + i) * features + head * w.head_dim;
        for (int d = 0; d < w.head_dim; ++d) out[d] = 0;
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
          const T* v = row(value, w.value_stride, j);
          total += p;
          for (int d = 0; d < w.head_dim; ++d) out[d] += p * v[d];
        }
        for (int d = 0; d < w.head_dim && any; ++d) out[d] /= total;
      }
    }
  }
}

template <class T>
void attention_reference(const Attention& w, int batch, int sequence, const T* query, const T* key, const T* value,
                         const T* const* operands, T* const* outputs) {
  attention_reference(w, batch, sequence, query, key, value, static_cast<const std::int32_t*>(nullptr), operands,
                      outputs);
}

}  // namespace mnist::kernels
