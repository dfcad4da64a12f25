// The lines that tests/oracles/record_wordpiece.py tokenizes: pure functions, the same there.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace specimen_test {

// SplitMix64.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t n) {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return static_cast<std::size_t>(((z ^ z >> 31) >> 33) % n);
  }

 private:
  std::uint64_t state_;
};

// UTF-8 with errors. `vocabulary`: the tokens by id; `codes`: code points to choose from, sorted.
std::string random_line(std::uint64_t number, const std::vector<std::string>& vocabulary,
                        const std::vector<std::uint32_t>& codes);

// Every code point inside a word; of CJK, Hangul, private use and the upper planes every eighth.
std::vector<std::string> coverage_lines(const std::vector<std::uint32_t>& codes);

// Some of `words`, one after the other.
std::string random_words(std::uint64_t number, const std::vector<std::string>& words);

}  // namespace specimen_test
