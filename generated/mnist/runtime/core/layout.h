// Facts that the generator, with the kernels and constants that it makes, and the runtime must agree on. The generator
// includes this file too; it depends on nothing.
#ifndef SPECIMEN_V2_CORE_LAYOUT_H
#define SPECIMEN_V2_CORE_LAYOUT_H

#include <cstddef>
#include <cstdint>

namespace specimen_v2 {

// Element types. The numbers never change: they are part of the C interface.
enum class DType : std::uint8_t { f32, i32, bf16, f16, i8, u8, boolean };
inline constexpr int kDTypes = 7;

// As specs and NumPy call it.
constexpr const char* dtype_name(DType dtype) {
  constexpr const char* kNames[kDTypes] = {"float32", "int32", "bfloat16", "float16", "int8", "uint8", "bool"};
  return kNames[static_cast<int>(dtype)];
}

// Of one element.
constexpr int dtype_bytes(DType dtype) {
  constexpr int kBytes[kDTypes] = {4, 4, 2, 2, 1, 1, 1};
  return kBytes[static_cast<int>(dtype)];
}

// Who keeps a state tensor between runs.
enum class StateOwner : std::uint8_t {
  context,  // each caller has its own: a cache of keys
  model,    // all callers share it: a counter, a moving average
};

// In place of extents that are known at run time only.
inline constexpr int kBatch = -1;  // examples; of rows: how many there are
inline constexpr int kSequence = -2;

// Buffers begin at, and take, whole multiples of this number of bytes.
inline constexpr std::size_t kAlignment = 64;

template <class Int>
constexpr Int align(Int bytes) {
  constexpr Int to = static_cast<Int>(kAlignment);
  return (bytes + to - 1) / to * to;
}

// Filters are packed in panels of this number of output channels, or units; the last panel is filled with zeros.
inline constexpr int kPanel = 16;

constexpr std::int64_t panels(std::int64_t channels) { return (channels + kPanel - 1) / kPanel; }

// How a convolution is computed, and so how its filter is packed.
enum class ConvAlgorithm : std::uint8_t {
  direct,      // [out/16][height][width][in][16]
  winograd_2,  // F(2, 3): [16][out/16][in][16], transformed
  winograd_4,  // F(4, 3): [36][out/16][in][16], transformed
};

// m of Winograd's F(m, 3): outputs are computed in tiles of m x m, each from (m + 2) x (m + 2) inputs. 1: direct.
constexpr int winograd_tile(ConvAlgorithm algorithm) {
  return algorithm == ConvAlgorithm::winograd_4 ? 4 : algorithm == ConvAlgorithm::winograd_2 ? 2 : 1;
}

// Interpolation points 0, +-a, +-b and infinity of F(4, 3); F(2, 3) has 0, +-1 and infinity. Filters are transformed
// for them. With the usual 1 and 2 the largest error at 512 channels is 1.7e-5 of the largest output (root mean
// square 1.4e-6), with 3/4 and 3/2 3.0e-6 (5.7e-7), at the same number of operations; their squares and products are
// exact in f32.
inline constexpr double kWinogradA = 0.75, kWinogradB = 1.5;

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_LAYOUT_H
