#include "permutation.h"

#include "../core/random.h"

namespace specimen_v2::data {

namespace {

constexpr int kRounds = 8;
constexpr int kLeastHalf = 4;  // bits: with fewer, a few orders would come up far too often

}  // namespace

Permutation::Permutation(std::int64_t n, std::uint32_t seed, std::uint32_t key, std::uint32_t epoch)
    : n_(static_cast<std::uint64_t>(n)), half_(kLeastHalf), seed_(seed), key_(key), epoch_(epoch) {
  while (half_ < 31 && std::uint64_t{1} << 2 * half_ < n_) ++half_;
}

std::int64_t Permutation::operator()(std::int64_t i) const {
  const std::uint32_t mask = (std::uint32_t{1} << half_) - 1;
  auto value = static_cast<std::uint64_t>(i);
  do {
    auto left = static_cast<std::uint32_t>(value >> half_), right = static_cast<std::uint32_t>(value) & mask;
    for (std::uint32_t round = 0; round < kRounds; ++round) {
      const std::uint32_t mixed = left ^ (philox4x32(right, round, epoch_, 0, seed_, key_).word[0] & mask);
      left = right;
      right = mixed;
    }
    value = std::uint64_t{left} << half_ | right;
  } while (value >= n_);
  return static_cast<std::int64_t>(value);
}

}  // namespace specimen_v2::data
