#include "runtime/core/quantize.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

#include "runtime/core/bfloat16.h"

namespace specimen_v2 {
namespace {

float float_of(std::uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

// Of the two neighbours that drop the lower half of the bits, the nearer one.
TEST(Bfloat16, IsTheNearestAndOfTwoTheEvenOne) {
  std::mt19937 engine(1);
  for (int i = 0; i < 200'000; ++i) {
    const std::uint32_t bits = engine() & (i % 3 == 0 ? 0xffff8000u : 0xffffffffu);  // ties among them
    const float value = float_of(bits);
    if (!std::isfinite(value)) continue;
    const std::uint32_t below = bits & 0xffff0000u, above = below + 0x10000u;
    const float result = to_bfloat16(value);
    if (!std::isfinite(float_of(above))) continue;
    const double down = std::fabs(double(value) - float_of(below)), up = std::fabs(double(float_of(above)) - value);
    const std::uint32_t wanted = down < up ? below : up < down ? above : (below >> 16 & 1) == 0 ? below : above;
    ASSERT_EQ(result, float_of(wanted)) << value;
  }
}

TEST(Bfloat16, Ends) {
  const float infinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(to_bfloat16(infinity), infinity);
  EXPECT_EQ(to_bfloat16(-infinity), -infinity);
  EXPECT_EQ(to_bfloat16(std::numeric_limits<float>::max()), infinity);
  EXPECT_EQ(to_bfloat16(-0.0f).bits, 0x8000);
  for (std::uint32_t bits : {0x7f800001u, 0x7fffffffu, 0xff800001u, 0x7fc00000u})
    EXPECT_TRUE(std::isnan(float(to_bfloat16(float_of(bits))))) << bits;
  EXPECT_EQ(dtype_of<Bfloat16>, DType::bf16);
  EXPECT_EQ(dtype_of<const std::int8_t>, DType::i8);
  EXPECT_EQ(dtype_of<const float>, DType::f32);
}

TEST(Int8, RoundsAndStaysInRange) {
  EXPECT_EQ(to_int8(2.5, 1), 2);
  EXPECT_EQ(to_int8(3.5, 1), 4);
  EXPECT_EQ(to_int8(-2.5, 1), -2);
  EXPECT_EQ(to_int8(127.4, 1), 127);
  EXPECT_EQ(to_int8(1e9, 1), 127);
  EXPECT_EQ(to_int8(-1e9, 1), -127);
  EXPECT_EQ(to_int8(0, 0), 0);
}

// Half a step of its channel's factor is the most that a weight moves, and the largest of a channel is 127.
TEST(Int8, PanelsHaveAFactorForEachChannel) {
  constexpr int kRows = 9, kChannels = 21;
  std::mt19937 engine(2);
  std::uniform_real_distribution<float> random(-1, 1);
  std::vector<Real> packed(2 * kRows * kPanel, 0);
  const auto at = [](int row, int channel) {
    return static_cast<std::size_t>((channel / kPanel * kRows + row) * kPanel + channel % kPanel);
  };
  for (int c = 0; c < kChannels; ++c) {
    for (int row = 0; row < kRows; ++row) packed[at(row, c)] = c == 3 ? 0 : std::ldexp(random(engine), c - 10);
  }
  std::vector<std::int8_t> integers(packed.size(), 77);
  std::vector<Real> scales(kChannels, -1);
  quantize_panels(packed.data(), kChannels, kRows, integers.data(), scales.data());
  for (int c = 0; c < 2 * kPanel; ++c) {
    int most = 0;
    for (int row = 0; row < kRows; ++row) {
      const int integer = integers[at(row, c)];
      most = std::max(most, std::abs(integer));
      const Real scale = c < kChannels ? scales[static_cast<std::size_t>(c)] : 0;
      EXPECT_LE(std::fabs(integer * scale - packed[at(row, c)]), 0.5001 * scale);
    }
    EXPECT_EQ(most, c < kChannels && c != 3 ? 127 : 0) << c;
  }
  EXPECT_EQ(scales[3], 0);
}

}  // namespace
}  // namespace specimen_v2
