// dropout in plain loops, with the kernel's own arguments.
#pragma once

#include "problem.h"
#include "runtime/core/random.h"

namespace specimen::gen {

// Of sequences; `sequence` is 1 where each example is one row.
template <class T>
void dropout_reference(const Dropout& w, int batch, int sequence, const T* x, const std::int32_t* random,
                       const T* const*, T* const* outputs) {
  const T kept = static_cast<T>(1 / (1 - w.rate));
  const long long elements = static_cast<long long>(sequence) * w.features;
  for (int b = 0; b < batch; ++b) {
    for (long long i = 0; i < elements; ++i) {
      const long long at = b * elements + i;
      const std::uint32_t drawn =
          specimen_v2::random_word(random, static_cast<std::uint32_t>(random[4]),
                                   static_cast<std::uint64_t>(number_of(w, i)), static_cast<std::uint64_t>(b));
      outputs[0][at] = specimen_v2::is_dropped(drawn, w.rate) ? T(0) : x[at] * kept;
    }
  }
}

template <class T>
void dropout_reference(const Dropout& w, int rows, const T* x, const std::int32_t* random, const T* const* operands,
                       T* const* outputs) {
  dropout_reference(w, rows, 1, x, random, operands, outputs);
}

}  // namespace specimen::gen
