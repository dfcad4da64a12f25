// Replays the project's specs and what the fuzzer found worth keeping.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "fuzz/fuzz.h"

namespace {

TEST(FuzzCorpus, Spec) {
  int files = 0;
  for (const char* folder : {"/tests/fuzz/corpus/spec", "/specs/blocks", "/specs/vision"}) {
    for (const auto& entry : std::filesystem::directory_iterator(std::string(SPECIMEN_SOURCE_DIR) + folder)) {
      SCOPED_TRACE(entry.path().string());
      std::ifstream file(entry.path(), std::ios::binary);
      const std::vector<char> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
      EXPECT_EQ(specimen_fuzz::spec(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()), 0);
      ++files;
    }
  }
  EXPECT_GT(files, 30);
}

}  // namespace
