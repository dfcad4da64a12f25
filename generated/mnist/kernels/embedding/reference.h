// embedding in plain loops, with the kernel's own arguments.
#pragma once

#include <cstdint>

#include "../common/reference.h"
#include "problem.h"

namespace mnist::kernels {

template <class T>
void embedding_reference(const Embedding& w, int batch, int sequence, const std::int32_t* ids, const T* table,
                         const T* const* operands, T* const* outputs) {
  const Storage tokens = {w.features, sequence * w.features, sequence * w.features};
  for (int b = 0; b < batch; ++b) {
    for (int s = 0; s < sequence; ++s) {
      const int wanted = ids ? ids[static_cast<long long>(b) * sequence + s] : s;
      const int row = wanted < 0 ? 0 : wanted < w.vocabulary ? wanted : w.vocabulary - 1;
      for (int c = 0; c < w.features; ++c) {
        finish(w.epilogue, table[static_cast<long long>(row) * w.features + c], b, 0, s, c, w.features, tokens, tokens,
               operands, outputs);
      }
    }
  }
}

template <class T>
void embedding_reference(const Embedding& w, int batch, int sequence, const T* table, const T* const* operands,
                         T* const* outputs) {
  embedding_reference(w, batch, sequence, static_cast<const std::int32_t*>(nullptr), table, operands, outputs);
}

}  // namespace mnist::kernels
