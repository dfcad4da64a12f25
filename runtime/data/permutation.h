// An order of n things that is computed for each place, without a table: a shuffle of any number of examples.
#ifndef SPECIMEN_V2_DATA_PERMUTATION_H
#define SPECIMEN_V2_DATA_PERMUTATION_H

#include <cstdint>

namespace specimen_v2::data {

// A permutation of 0, ..., n - 1, chosen by (seed, key, epoch). A Feistel network of eight rounds permutes the numbers
// of an even number of bits, at least eight, that hold n - 1; results of n and more are permuted again (cycle walking).
// Its rounds take word 0 of Philox with the counter (half, round, epoch, 0).
class Permutation {
 public:
  // 0 <= n <= 2^62.
  Permutation(std::int64_t n, std::uint32_t seed, std::uint32_t key, std::uint32_t epoch);

  std::int64_t operator()(std::int64_t i) const;  // 0 <= i < n

 private:
  std::uint64_t n_;
  int half_;  // bits
  std::uint32_t seed_, key_, epoch_;
};

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_PERMUTATION_H
