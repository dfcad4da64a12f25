// Integers in place of weights: one factor for each output channel, symmetric about zero.
#ifndef SPECIMEN_V2_CORE_QUANTIZE_H
#define SPECIMEN_V2_CORE_QUANTIZE_H

#include <cstddef>
#include <cstdint>

#include "tensor.h"

namespace specimen_v2 {

inline constexpr int kMostInt8 = 127;  // -128 is not used

// value / scale, to the nearest integer, of two equally near ones the even one; 0 where the scale is 0.
std::int8_t to_int8(double value, double scale);

// [panels][rows][kPanel] of `channels`: the integers, and the factors, which are the largest magnitude of their
// channel by 127. What fills the last panel is 0.
void quantize_panels(const Real* packed, std::int64_t channels, std::int64_t rows, std::int8_t* to, Real* scales);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_QUANTIZE_H
