#include "synthetic_input.h"

#include "synthetic.h"

namespace specimen_v2 {

void fill_synthetic_input(std::uint64_t seed, const TensorInfo& input, std::uint64_t first, std::size_t count,
                          float* values) {
  fill_synthetic(synthetic_input(seed, input.name), first, count, values);
}

void fill_synthetic_input(std::uint64_t seed, const TensorInfo& input, std::uint64_t first, std::size_t count,
                          std::int32_t* values) {
  if (input.is_mask) {
    for (std::size_t i = 0; i < count; ++i) values[i] = 1;
  } else {
    fill_synthetic_ids(seed, input.name, input.below, first, count, values);
  }
}

}  // namespace specimen_v2
