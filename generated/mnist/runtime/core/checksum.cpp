#include "checksum.h"

#include <cstring>

namespace specimen_v2 {

namespace {

constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15u;  // 2^64 divided by the golden ratio

// One to one in the state for a given word, and in the word for a given state: a changed word changes what follows.
std::uint64_t mix(std::uint64_t state, std::uint64_t word) {
  state = (state ^ word) * kOdd;
  return (state << 29) | (state >> 35);
}

}  // namespace

std::uint64_t checksum(const void* data, std::size_t bytes) {
  // Four chains, since one would wait for its multiplications.
  constexpr std::size_t kChains = 4, kRound = kChains * sizeof(std::uint64_t);
  const auto* at = static_cast<const unsigned char*>(data);
  std::uint64_t chains[kChains] = {1, 2, 3, 4};
  std::size_t left = bytes;
  for (; left >= kRound; left -= kRound, at += kRound) {
    std::uint64_t words[kChains];
    std::memcpy(words, at, sizeof words);
    for (std::size_t i = 0; i < kChains; ++i) chains[i] = mix(chains[i], words[i]);
  }
  std::uint64_t sum = mix(0, bytes);
  while (left > 0) {
    std::uint64_t word = 0;
    const std::size_t part = left < sizeof word ? left : sizeof word;
    std::memcpy(&word, at, part);
    sum = mix(sum, word);
    left -= part;
    at += part;
  }
  for (const std::uint64_t chain : chains) sum = mix(sum, chain);
  return sum;
}

}  // namespace specimen_v2
