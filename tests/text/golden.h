// What tests/oracles/record_wordpiece.py recorded.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "runtime/text/wordpiece.h"

namespace specimen_test {

// A file of the real vocabulary, all-MiniLM-L6-v2's: "vocab.txt", "tokenizer.json".
std::string minilm_path(const std::string& file);
std::string text_data_path(const std::string& file);
// What a compressed file holds; "" where it cannot be read.
std::string unzipped(const std::string& path);

struct Golden {
  struct Setting {
    std::string path;  // of the vocabulary
    specimen_v2::BertNormalizer normalizer;
    std::size_t every;                                         // of the lines, each so manieth
    bool tiny;                                                 // of tiny_lines instead
    std::vector<std::vector<std::int32_t>> ids;                // without special tokens
    std::vector<std::vector<std::pair<int, int>>> characters;  // begin and end of each token
  };
  struct Truncated {
    std::size_t first, second;  // lines; a second beyond them: none
    specimen_v2::EncodeOptions options;
    bool fails;
    std::vector<std::int32_t> ids, segments;
  };
  struct Decoded {
    std::vector<std::int32_t> ids;
    bool skip_special;
    std::string text;
  };

  std::vector<std::string> lines, tiny_lines;
  std::vector<Setting> settings;
  std::vector<Truncated> truncated;
  std::vector<Decoded> decoded;

  static const Golden& get();  // read once
};

// Bytes as a person can read them: printable ASCII, else \xNN.
std::string readable(const std::string& text);

}  // namespace specimen_test
