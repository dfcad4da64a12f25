// Reading what tests/oracles/make_images.py recorded.
#pragma once

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace specimen_test {

inline std::string data_path(const std::string& name) {
  return std::string(SPECIMEN_SOURCE_DIR) + "/tests/image/data/" + name;
}

inline std::string read_bytes(const std::string& name) {
  std::ifstream file(data_path(name), std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// The lines of a recorded table as words; comments start with #.
inline std::vector<std::vector<std::string>> read_table(const std::string& name) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(data_path(name));
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    rows.emplace_back();
    for (std::string word; words >> word;) rows.back().push_back(word);
  }
  return rows;
}

// FNV-1a, 64 bits, as 16 hexadecimal digits.
inline std::string fnv(const std::uint8_t* bytes, std::size_t size) {
  std::uint64_t value = 0xCBF29CE484222325u;
  for (std::size_t i = 0; i < size; ++i) value = (value ^ bytes[i]) * 0x100000001B3u;
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
  return text;
}

}  // namespace specimen_test
