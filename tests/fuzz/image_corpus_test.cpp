// Replays the pictures of tests/image and what the fuzzer found worth keeping.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "fuzz/fuzz.h"

namespace {

TEST(FuzzCorpus, Image) {
  int files = 0;
  for (const char* folder : {"/tests/fuzz/corpus/image", "/tests/image/data"}) {
    for (const auto& entry : std::filesystem::directory_iterator(std::string(SPECIMEN_SOURCE_DIR) + folder)) {
      SCOPED_TRACE(entry.path().string());
      std::ifstream file(entry.path(), std::ios::binary);
      const std::vector<char> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
      // A copy of exactly this size, so that a sanitizer sees reads beyond the end; never null.
      std::vector<std::uint8_t> data(bytes.begin(), bytes.end());
      data.reserve(data.size() + 1);
      EXPECT_EQ(specimen_fuzz::image(data.data(), data.size()), 0);
      ++files;
    }
  }
  EXPECT_GT(files, 100);
}

}  // namespace
