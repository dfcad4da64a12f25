// What the tests of import share: the files of tests/import/data, temporary files, and comparisons.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "base/runtime.h"
#include "import/convert.h"
#include "runtime/core/safetensors.h"

namespace specimen::gen {

inline std::string data_file(const std::string& name) {
  return std::string(SPECIMEN_SOURCE_DIR) + "/tests/import/data/" + name;
}

inline std::string read_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

class TemporaryTree {
 public:
  TemporaryTree() : path_(testing::TempDir() + "specimen-import-XXXXXX") { EXPECT_NE(mkdtemp(path_.data()), nullptr); }
  ~TemporaryTree() { std::filesystem::remove_all(path_); }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {}));
  }

 private:
  std::string path_;
};

// The text of one safetensors file with this header and `data_size` zero bytes.
inline std::string with_header(const std::string& header, std::size_t data_size) {
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<char>(header.size() >> (8 * i)));
  return bytes + header + std::string(data_size, '\0');
}

// Wants every tensor of a safetensors file under its own name, as the recorded names of a Keras model.
inline std::vector<WantedTensor> wanted_as_in(const SafetensorsFile& file) {
  std::vector<WantedTensor> wanted;
  for (const SafetensorsEntry& entry : file.entries()) {
    std::string name(entry.name);
    wanted.push_back({"ours/" + name, {name}, {entry.shape, entry.shape + entry.rank}, {}, {}});
  }
  return wanted;
}

inline std::vector<float> floats_of(const SafetensorsEntry& entry) {
  const float* data = reinterpret_cast<const float*>(entry.data);
  return {data, data + entry.bytes / sizeof(float)};
}

inline bool has_kind(const Diagnostics& diagnostics, Kind kind) {
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    if (diagnostic.kind == kind) return true;
  }
  return false;
}

}  // namespace specimen::gen
