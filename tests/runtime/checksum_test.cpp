#include "runtime/core/checksum.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace specimen_v2 {
namespace {

std::vector<unsigned char> some_bytes(std::size_t size) {
  std::vector<unsigned char> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<unsigned char>(i * 37 + 11);
  return bytes;
}

TEST(Checksum, FindsEveryChangedBit) {
  for (std::size_t size : {1, 7, 8, 31, 32, 33, 63, 64, 100}) {
    std::vector<unsigned char> bytes = some_bytes(size);
    const std::uint64_t right = checksum(bytes.data(), size);
    for (std::size_t bit = 0; bit < 8 * size; ++bit) {
      bytes[bit / 8] ^= static_cast<unsigned char>(1u << bit % 8);
      EXPECT_NE(checksum(bytes.data(), size), right) << size << " bytes, bit " << bit;
      bytes[bit / 8] ^= static_cast<unsigned char>(1u << bit % 8);
    }
  }
}

TEST(Checksum, FindsZerosAddedCutAndMoved) {
  std::set<std::uint64_t> seen;
  for (std::size_t size = 0; size < 200; ++size) {
    const std::vector<unsigned char> zeros(size + 1);
    EXPECT_TRUE(seen.insert(checksum(zeros.data(), size)).second) << size;
  }
  for (std::size_t at = 0; at < 200; ++at) {
    std::vector<unsigned char> bytes(200);
    bytes[at] = 1;
    EXPECT_TRUE(seen.insert(checksum(bytes.data(), bytes.size())).second) << at;
  }
}

TEST(Checksum, IsThatOfTheBytesWhereverTheyAre) {
  const std::vector<unsigned char> bytes = some_bytes(100);
  std::vector<unsigned char> moved(101);
  std::copy(bytes.begin(), bytes.end(), moved.begin() + 1);
  EXPECT_EQ(checksum(moved.data() + 1, 100), checksum(bytes.data(), 100));
}

}  // namespace
}  // namespace specimen_v2
