// embedding_backward in plain loops, with the kernel's own arguments.
#pragma once

#include <cstdint>

#include "problem.h"

namespace mnist::kernels {

template <class T>
void embedding_backward_reference(const EmbeddingBackward& w, int batch, int sequence, const std::int32_t* ids,
                                  const T* dy, const T* const*, T* const* outputs) {
  for (long long i = 0; i < static_cast<long long>(w.vocabulary) * w.features; ++i) outputs[0][i] = 0;
  for (int b = 0; b < batch; ++b) {
    for (int s = 0; s < sequence; ++s) {
      const long long place = static_cast<long long>(b) * sequence + s;
      const int wanted = ids ? ids[place] : s;
      const int row = wanted < 0 ? 0 : wanted < w.vocabulary ? wanted : w.vocabulary - 1;
      for (int c = 0; c < w.features; ++c)
        outputs[0][static_cast<long long>(row) * w.features + c] += dy[place * w.features + c];
    }
  }
}

template <class T>
void embedding_backward_reference(const EmbeddingBackward& w, int batch, int sequence, const T* dy,
                                  const T* const* operands, T* const* outputs) {
  embedding_backward_reference(w, batch, sequence, static_cast<const std::int32_t*>(nullptr), dy, operands, outputs);
}

}  // namespace mnist::kernels
