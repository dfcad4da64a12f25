// Made-up inputs of a model by what it says of them: for tests, and for timing without data.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/core/info.h"

namespace specimen {
inline namespace v1 {

// Elements first, ..., first + count - 1 of a dense input. Floats are about normal, ids uniform over all that the model
// takes, masks all ones. `input` has the dtype of `values`.
void fill_synthetic_input(std::uint64_t seed, const TensorInfo& input, std::uint64_t first, std::size_t count,
                          float* values);
void fill_synthetic_input(std::uint64_t seed, const TensorInfo& input, std::uint64_t first, std::size_t count,
                          std::int32_t* values);

}  // namespace v1
}  // namespace specimen
