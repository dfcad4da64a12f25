// attention_backward in plain loops, with the kernel's own arguments.
#pragma once

#include <cmath>
#include <cstdint>

#include "problem.h"
#include "runtime/core/random.h"

namespace specimen::gen {

// Four passes over the keys of each query: their largest score, the sum of exponentials, the mean change of the
// weights, the gradients. No weight is kept.
template <class T>
void attention_backward_reference(const AttentionBackward& w, int batch, int tokens, const T* query, const T* key,
                                  const T* value, const T* dy, const std::int32_t* mask, const std::int32_t* random,
                                  const T* const*, T* const* outputs) {
  const int features = w.heads * w.head_dim;
  const long long all = static_cast<long long>(batch) * tokens * features;
  for (int i = 0; i < 3; ++i) {
    for (long long at = 0; at < all; ++at) outputs[i][at] = 0;
  }
  for (int b = 0; b < batch; ++b) {
    const long long first = static_cast<long long>(b) * tokens;
    for (int head = 0; head < w.heads; ++head) {
      const auto at = [&](int token) { return (first + token) * features + head * w.head_dim; };
      const auto dot = [&](const T* x, const T* y) {
        T sum = 0;
        for (int d = 0; d < w.head_dim; ++d) sum += x[d] * y[d];
        return sum;
      };
      for (int i = 0; i < tokens; ++i) {
        const auto keep = [&](int j) { return (!w.causal || j <= i) && (!mask || mask[first + j] != 0); };
        const auto score = [&](int j) { return dot(query + at(i), key + at(j)) * static_cast<T>(w.scale); };
        // What the weight is times.
        const auto factor = [&](int j) {
          if (w.dropout == 0) return T(1);
          return specimen_v2::drops_weight(random, w.dropout, head, i, j, b) ? T(0)
                                                                             : static_cast<T>(1 / (1 - w.dropout));
        };
        bool any = false;
        T most = 0, total = 0, mean = 0;
        for (int j = 0; j < tokens; ++j) {
          if (!keep(j)) continue;
          const T s = score(j);
          most = !any || s > most ? s : most;
          any = true;
        }
        for (int j = 0; j < tokens; ++j) {
          if (!keep(j)) continue;
          const T p = std::exp(score(j) - most);
          total += p;
          mean += p * factor(j) * dot(dy + at(i), value + at(j));
        }
        for (int j = 0; j < tokens; ++j) {
          if (!keep(j)) continue;
          const T p = std::exp(score(j) - most) / total;
          const T kept = factor(j);
          const T change = static_cast<T>(w.scale) * p * (kept * dot(dy + at(i), value + at(j)) - mean / total);
          for (int d = 0; d < w.head_dim; ++d) {
            outputs[0][at(i) + d] += change * key[at(j) + d];
            outputs[1][at(j) + d] += change * query[at(i) + d];
            outputs[2][at(j) + d] += kept * p * dy[at(i) + d];
          }
        }
      }
    }
  }
}

template <class T>
void attention_backward_reference(const AttentionBackward& w, int batch, int tokens, const T* query, const T* key,
                                  const T* value, const T* dy, const T* const* operands, T* const* outputs) {
  const std::int32_t* const none = nullptr;
  attention_backward_reference(w, batch, tokens, query, key, value, dy, none, none, operands, outputs);
}

// With a mask, or with random numbers.
template <class T>
void attention_backward_reference(const AttentionBackward& w, int batch, int tokens, const T* query, const T* key,
                                  const T* value, const T* dy, const std::int32_t* one, const T* const* operands,
                                  T* const* outputs) {
  const std::int32_t* const none = nullptr;
  attention_backward_reference(w, batch, tokens, query, key, value, dy, w.masked ? one : none, w.masked ? none : one,
                               operands, outputs);
}

}  // namespace specimen::gen
