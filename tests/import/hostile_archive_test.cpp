// `.keras` files that lie, hold too much or are damaged: a diagnostic each, and nothing is left behind.
#include <cstdlib>

#include "samples.h"

namespace specimen::gen {
namespace {

// Reads with a directory for temporary files that must be empty afterwards.
std::string refused(const std::string& path) {
  const TemporaryTree tree;
  const char* before = std::getenv("TMPDIR");
  const std::string saved = before == nullptr ? "" : before;
  setenv("TMPDIR", tree.file("").c_str(), 1);
  Diagnostics diagnostics;
  EXPECT_FALSE(read_checkpoint(path, diagnostics)) << path;
  before == nullptr ? unsetenv("TMPDIR") : setenv("TMPDIR", saved.c_str(), 1);
  EXPECT_TRUE(has_kind(diagnostics, Kind::checkpoint_unreadable)) << diagnostics.text();
  EXPECT_EQ(tree.files(), 0u) << path;
  return diagnostics.text();
}

TEST(HostileArchive, IsRefusedWithAReason) {
  const std::pair<const char*, const char*> cases[] = {
      {"no_weights", "has no entry `model.weights.h5`"},
      {"outside", "has no entry `model.weights.h5`"},  // names with directories in front are others
      {"shards", "in shards"},
      {"twice", "two entries `model.weights.h5`"},
      {"not_hdf5", "not an HDF5 file"},
      {"bomb", "unpacks to 16777216 bytes, far more than is stored"},
      {"size", "unpacks to 2147483647 bytes"},
      {"encrypted", "encrypted"},
      {"method", "damaged"},
      {"checksum", "damaged"},
  };
  for (const auto& [name, says] : cases) {
    const std::string text = refused(data_file(std::string("hostile_") + name + ".keras"));
    EXPECT_NE(text.find(says), std::string::npos) << name << ": " << text;
  }
}

TEST(HostileArchive, EveryTruncationIsADiagnostic) {
  const TemporaryTree tree;
  const std::string whole = read_bytes(data_file("vision.keras"));
  for (std::size_t size = 4; size < whole.size(); size += 997) {
    write_bytes(tree.file("cut.keras"), whole.substr(0, size));
    refused(tree.file("cut.keras"));
  }
}

// Whatever the libraries make of changed bytes, this process stays whole and either reads or reports.
TEST(HostileArchive, ChangedBytesDoNotCrash) {
  const TemporaryTree tree;
  const std::string whole = read_bytes(data_file("vision.keras"));
  std::uint32_t random = 1;
  for (int round = 0; round < 60; ++round) {
    std::string bytes = whole;
    for (int change = 0; change < 8; ++change) {
      random = random * 1664525 + 1013904223;
      // Half of them in the directory at the end.
      const std::size_t range = change % 2 ? std::min<std::size_t>(400, bytes.size()) : bytes.size() - 4;
      bytes[bytes.size() - 1 - (random >> 8) % range] = static_cast<char>(random >> 3);
    }
    write_bytes(tree.file("changed.keras"), bytes);
    Diagnostics diagnostics;
    const std::optional<Checkpoint> checkpoint = read_checkpoint(tree.file("changed.keras"), diagnostics);
    EXPECT_NE(checkpoint.has_value(), diagnostics.has_errors());
  }
}

}  // namespace
}  // namespace specimen::gen
