// Replays what each fuzzer found worth keeping, and the project's own files of that kind.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "fuzz/fuzz.h"

namespace {

using Fuzzer = int (*)(const std::uint8_t* data, std::size_t size);

// How many files.
int replay(Fuzzer fuzzer, const std::vector<std::string>& directories) {
  int files = 0;
  for (const std::string& directory : directories) {
    for (const auto& entry : std::filesystem::directory_iterator(std::string(SPECIMEN_SOURCE_DIR) + "/" + directory)) {
      if (!entry.is_regular_file()) continue;
      SCOPED_TRACE(entry.path().string());
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
      // A copy of exactly this size, so that a sanitizer sees reads beyond the end.
      const std::unique_ptr<std::uint8_t[]> data(new std::uint8_t[bytes.size()]);
      std::copy(bytes.begin(), bytes.end(), data.get());
      EXPECT_EQ(fuzzer(data.get(), bytes.size()), 0);
      ++files;
    }
  }
  return files;
}

TEST(FuzzCorpus, Config) {
  EXPECT_GT(replay(specimen_fuzz::config, {"tests/fuzz/corpus/config", "tests/import/data/bert_shards"}), 30);
}

TEST(FuzzCorpus, Expression) { EXPECT_GT(replay(specimen_fuzz::expression, {"tests/fuzz/corpus/expression"}), 30); }

TEST(FuzzCorpus, Graph) { EXPECT_GT(replay(specimen_fuzz::graph, {"tests/fuzz/corpus/graph"}), 30); }

TEST(FuzzCorpus, Image) {
  EXPECT_GT(replay(specimen_fuzz::image, {"tests/fuzz/corpus/image", "tests/image/data"}), 100);
}

TEST(FuzzCorpus, Safetensors) {
  EXPECT_GT(replay(specimen_fuzz::safetensors, {"tests/fuzz/corpus/safetensors", "tests/import/data"}), 100);
}

TEST(FuzzCorpus, Shards) {
  EXPECT_GT(replay(specimen_fuzz::shards, {"tests/fuzz/corpus/shards", "tests/import/data/bert_shards"}), 30);
}

TEST(FuzzCorpus, Spec) {
  EXPECT_GT(replay(specimen_fuzz::spec, {"tests/fuzz/corpus/spec", "specs/blocks", "specs/vision"}), 30);
}

TEST(FuzzCorpus, Tokenizer) { EXPECT_GT(replay(specimen_fuzz::tokenizer, {"tests/fuzz/corpus/tokenizer"}), 30); }

TEST(FuzzCorpus, Torch) { EXPECT_GT(replay(specimen_fuzz::torch, {"tests/fuzz/corpus/torch"}), 30); }

TEST(FuzzCorpus, Vocabulary) {
  EXPECT_GT(replay(specimen_fuzz::vocabulary, {"tests/fuzz/corpus/vocabulary", "tests/text/data"}), 30);
}

TEST(FuzzCorpus, Cifar) { EXPECT_GT(replay(specimen_fuzz::cifar, {"tests/fuzz/corpus/cifar"}), 3); }

TEST(FuzzCorpus, Csv) { EXPECT_GT(replay(specimen_fuzz::csv, {"tests/fuzz/corpus/csv", "tests/datasets/data"}), 30); }

TEST(FuzzCorpus, Idx) { EXPECT_GT(replay(specimen_fuzz::idx, {"tests/fuzz/corpus/idx"}), 30); }

TEST(FuzzCorpus, Lines) {
  EXPECT_GT(replay(specimen_fuzz::lines, {"tests/fuzz/corpus/lines", "tests/datasets/data"}), 30);
}

TEST(FuzzCorpus, Npy) { EXPECT_GT(replay(specimen_fuzz::npy, {"tests/fuzz/corpus/npy", "tests/datasets/data"}), 30); }

TEST(FuzzCorpus, TfRecord) {
  EXPECT_GT(replay(specimen_fuzz::tfrecord, {"tests/fuzz/corpus/tfrecord", "tests/datasets/data"}), 30);
}

TEST(FuzzCorpus, Table) {
  EXPECT_GT(replay(specimen_fuzz::table, {"tests/fuzz/corpus/table", "tests/import/data"}), 30);
}

}  // namespace
