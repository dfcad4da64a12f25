#include "runtime/core/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <vector>

namespace specimen_v2 {
namespace {

// The known answers that Random123 publishes for philox4x32-10 (tests/kat_vectors).
TEST(Random, PhiloxGivesThePublishedAnswers) {
  struct Answer {
    std::uint32_t counter[4], key[2], words[4];
  };
  const Answer answers[] = {
      {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
      {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
       {0xffffffff, 0xffffffff},
       {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
      {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
       {0xa4093822, 0x299f31d0},
       {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
  };
  for (const Answer& a : answers) {
    const PhiloxWords words = philox4x32(a.counter[0], a.counter[1], a.counter[2], a.counter[3], a.key[0], a.key[1]);
    for (int i = 0; i < 4; ++i) EXPECT_EQ(words.word[i], a.words[i]) << i;
  }
}

TEST(Random, AConstantExpressionToo) {
  static_assert(philox4x32(0, 0, 0, 0, 0, 0).word[0] == 0x6627e8d5);
  static_assert(random_unit<double>(0xffffffff) < 1);
  // FNV-1a as published: of "" and of "a".
  static_assert(random_key("") == 0x811C9DC5);
  static_assert(random_key("a") == 0xE40C292C);
}

TEST(Random, AStreamGivesTheWordsOfItsElements) {
  const std::uint64_t example = (std::uint64_t{7} << 32) + 5;
  RandomStream stream(1, random_key("layer"), example, 3);
  for (std::uint64_t i = 0; i < 100; ++i) {
    EXPECT_EQ(stream.word(), random_word(1, random_key("layer"), i, example, 3)) << i;
  }
}

TEST(Random, EachPartOfTheKeyAndTheCounterCounts) {
  const std::uint32_t word = random_word(1, 2, 3, 4, 5);
  EXPECT_NE(word, random_word(9, 2, 3, 4, 5));
  EXPECT_NE(word, random_word(1, 9, 3, 4, 5));
  EXPECT_NE(word, random_word(1, 2, 9, 4, 5));
  EXPECT_NE(word, random_word(1, 2, 2, 4, 5));
  EXPECT_NE(word, random_word(1, 2, 3, 9, 5));
  EXPECT_NE(word, random_word(1, 2, 3, 4 + (std::uint64_t{1} << 32), 5));
  EXPECT_NE(word, random_word(1, 2, 3, 4, 9));
}

TEST(Random, UnitsAreEqualInFloatAndDoubleAndBelowOne) {
  for (std::uint32_t bits : {0u, 1u, 255u, 256u, 0x7fffffffu, 0x80000000u, 0xfffffeffu, 0xffffffffu}) {
    EXPECT_EQ(static_cast<double>(random_unit<float>(bits)), random_unit<double>(bits));
    EXPECT_GE(random_unit<float>(bits), 0.0f);
    EXPECT_LT(random_unit<float>(bits), 1.0f);
  }
  EXPECT_EQ(random_unit<float>(0xffffffff), 1.0f - 0x1p-24f);
}

TEST(Random, UnitsAreUniform) {
  constexpr int kBins = 64, kDraws = 1 << 18;
  std::vector<int> counts(kBins);
  double sum = 0;
  RandomStream stream(42, random_key("uniform"), 0, 0);
  for (int i = 0; i < kDraws; ++i) {
    const float unit = stream.unit();
    sum += unit;
    ++counts[static_cast<std::size_t>(unit * kBins)];
  }
  EXPECT_NEAR(sum / kDraws, 0.5, 5 / std::sqrt(12.0 * kDraws));
  double chi_squared = 0;
  const double expected = double{kDraws} / kBins;
  for (int count : counts) chi_squared += (count - expected) * (count - expected) / expected;
  EXPECT_LT(chi_squared, 120);  // 63 degrees of freedom: 1e-5 of all seeds are above
}

TEST(Random, BelowReachesAllAndNoMore) {
  RandomStream stream(1, 2, 3, 4);
  std::vector<int> counts(7);
  for (int i = 0; i < 7000; ++i) ++counts.at(stream.below(7));
  for (int count : counts) EXPECT_NEAR(count, 1000, 150);
  EXPECT_EQ(stream.below(1), 0u);
}

}  // namespace
}  // namespace specimen_v2
