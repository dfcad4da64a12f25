// Synthetic weights and inputs: values that are a pure function of (seed, name, shape), so that a full-size network can
// be compared with its reference, timed and demonstrated without a file of weights. tests/oracles/synthetic.py gives
// the same bits in NumPy.
//
// Element i, the flat row-major index in the reference's layout, is (offset + scale * n(i)) * gain, clamped to [low,
// high], where n is a sum of four 20-bit integers of hash(seed, name, i) times 2^-20: about normal, in (-2, 2), its
// standard deviation 0.58. Every step is exact in float32 where the gain is 1.
#ifndef SPECIMEN_V2_CORE_SYNTHETIC_H
#define SPECIMEN_V2_CORE_SYNTHETIC_H

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "status.h"

namespace specimen_v2 {

struct SyntheticTensor {
  std::uint64_t key = 0;  // hash of seed and name
  float scale = 1, offset = 0;
  float low = -3.4e38f, high = 3.4e38f;
  double gain = 1;
};

// What the last component of `name` asks for:
//   kernel            n * g, g the largest q * 2^e with q in {4, 5, 6, 7} that is at most 1.7 * sqrt(2 / f), f the
//   product of
//                     all dimensions but the last. With four dimensions and the last 1 it is depthwise: f = height *
//                     width, and the bound is doubled
//   depthwise_kernel  a depthwise one, whatever its last dimension (height, width, channels, multiplier)
//   pointwise_kernel  the same as kernel
//   gamma, scale      (0.75 + n / 8) * gain, in double, then rounded
//   moving_variance, variance   1.25 + n / 8
//   beta, moving_mean, mean, bias, alpha  n / 4
//   attention/output/kernel, attention/output/bias  a quarter of that: attention makes tokens alike, and at full
//                     strength, after some layers, so much that queries and keys do not count in the output
//   embeddings, position_embeddings  n / 32
// So every layer of a deep network counts in its output; where branches are weaker still (squeeze-and-excitation halves
// them) a gain above 1 helps, if it is not so large that they grow beyond all bounds. `name` is the reference's:
// "conv1_conv/kernel". Errors: unsupported for any other last component; invalid_argument for a kernel of no dimension,
// or of an empty one.
Status synthetic_weight(std::uint64_t seed, std::string_view name, const std::int64_t* shape, std::size_t rank,
                        SyntheticTensor* tensor, double gain = 1);

// The input `name` of a model, batch in front: numbers as they are after preprocessing (n), or pixels, 128 + 64 n in
// [0, 255].
SyntheticTensor synthetic_input(std::uint64_t seed, std::string_view name);
SyntheticTensor synthetic_pixels(std::uint64_t seed, std::string_view name);

// The input `name` of a model that takes ids: elements first, ..., first + count - 1, uniform in [0, below). `below` is
// at least 1.
void fill_synthetic_ids(std::uint64_t seed, std::string_view name, std::int32_t below, std::uint64_t first,
                        std::size_t count, std::int32_t* ids);

// Elements first, ..., first + count - 1. Any split into calls gives the same values.
void fill_synthetic(const SyntheticTensor& tensor, std::uint64_t first, std::size_t count, float* values);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_SYNTHETIC_H
