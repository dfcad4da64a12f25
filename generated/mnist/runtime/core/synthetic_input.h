// Made-up inputs of a model by what it says of them: for tests, and for timing without data.
#ifndef SPECIMEN_V2_CORE_SYNTHETIC_INPUT_H
#define SPECIMEN_V2_CORE_SYNTHETIC_INPUT_H

#include <cstddef>
#include <cstdint>

#include "info.h"

namespace specimen_v2 {

// Elements first, ..., first + count - 1 of a dense input. Floats are about normal, ids uniform over all that the model
// takes, masks all ones. `input` has the dtype of `values`.
void fill_synthetic_input(std::uint64_t seed, const TensorInfo& input, std::uint64_t first, std::size_t count,
                          float* values);
void fill_synthetic_input(std::uint64_t seed, const TensorInfo& input, std::uint64_t first, std::size_t count,
                          std::int32_t* values);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_SYNTHETIC_INPUT_H
