// Synthetic weights and inputs: values that are a pure function of (seed, name, shape), so that a full-size network can
// be compared with its reference, timed and demonstrated without a file of weights. tests/oracles/synthetic.py gives
// the same bits in NumPy.
//
// Element i, the flat row-major index in the reference's layout, is offset + scale * n(i), clamped to [low, high],
// where n is a sum of four 20-bit integers of hash(seed, name, i) times 2^-20: about normal, in (-2, 2), its standard
// deviation 0.58. Every step is exact in float32.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/core/status.h"

namespace specimen {
inline namespace v1 {

struct SyntheticTensor {
  std::uint64_t key = 0;  // hash of seed and name
  float scale = 1, offset = 0;
  float low = -3.4e38f, high = 3.4e38f;
};

// What the last component of `name` asks for, with f = the product of all dimensions but the last unless it says more:
//   kernel                  n * g, g the largest power of two <= min(1, 1.7 * sqrt(2 / f)): activations keep their size
//                           of four dimensions whose last is 1, a depthwise one: f = height * width
//   depthwise_kernel        the same with f = height * width of a (height, width, channels, multiplier) kernel
//   gamma, moving_variance  1 + n / 4
//   beta, moving_mean, bias n / 16
// `name` is the reference's: "conv1_conv/kernel". Errors: unsupported for any other last component; invalid_argument
// for a kernel of no dimension, or of an empty one.
Status synthetic_weight(std::uint64_t seed, std::string_view name, const std::int64_t* shape, std::size_t rank,
                        SyntheticTensor* tensor);

// The input `name` of a model, batch in front: numbers as they are after preprocessing (n), or pixels, 128 + 64 n in
// [0, 255].
SyntheticTensor synthetic_input(std::uint64_t seed, std::string_view name);
SyntheticTensor synthetic_pixels(std::uint64_t seed, std::string_view name);

// Elements first, ..., first + count - 1. Any split into calls gives the same values.
void fill_synthetic(const SyntheticTensor& tensor, std::uint64_t first, std::size_t count, float* values);

}  // namespace v1
}  // namespace specimen
