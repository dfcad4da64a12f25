// Replays the package's files and what the fuzzer found worth keeping.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "fuzz/fuzz.h"

namespace {

TEST(FuzzCorpus, Safetensors) {
  int files = 0;
  for (const char* folder : {"/tests/fuzz/corpus/safetensors", "/tests/import/data"}) {
    for (const auto& entry : std::filesystem::directory_iterator(std::string(SPECIMEN_SOURCE_DIR) + folder)) {
      SCOPED_TRACE(entry.path().string());
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
      // A copy of exactly this size, so that a sanitizer sees reads beyond the end.
      std::unique_ptr<std::uint8_t[]> data(new std::uint8_t[bytes.size()]);
      std::copy(bytes.begin(), bytes.end(), data.get());
      EXPECT_EQ(specimen_fuzz::safetensors(data.get(), bytes.size()), 0);
      ++files;
    }
  }
  EXPECT_GT(files, 100);
}

}  // namespace
