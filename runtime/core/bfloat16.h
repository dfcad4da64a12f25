// The upper half of a float: its range, and eight bits of precision. Weights are stored in it, and widened where they
// are read.
#ifndef SPECIMEN_V2_CORE_BFLOAT16_H
#define SPECIMEN_V2_CORE_BFLOAT16_H

#include <cstdint>
#include <cstring>

namespace specimen_v2 {

struct Bfloat16 {
  std::uint16_t bits = 0;

  operator float() const {
    const std::uint32_t wide = static_cast<std::uint32_t>(bits) << 16;
    float value;
    std::memcpy(&value, &wide, sizeof value);
    return value;
  }
};

// The nearest one, of two equally near ones that whose last bit is 0. A NaN stays one.
inline Bfloat16 to_bfloat16(float value) {
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  if (value != value) return {static_cast<std::uint16_t>(bits >> 16 | 0x40)};
  return {static_cast<std::uint16_t>((bits + 0x7fff + (bits >> 16 & 1)) >> 16)};
}

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_BFLOAT16_H
