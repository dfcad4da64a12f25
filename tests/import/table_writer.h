// Tables and messages as leveldb and protobuf have them, made to measure: for files that no library would write.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "runtime/core/crc32c.h"

namespace specimen::gen {

using specimen_v2::crc32c;
using specimen_v2::mask_crc;

inline std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value > 127; value >>= 7) bytes += static_cast<char>(value | 128);
  return bytes + static_cast<char>(value);
}

inline std::string fixed(std::uint64_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

// A field of a message: a number, or bytes.
inline std::string field(int number, std::uint64_t value) {
  return varint(static_cast<std::uint64_t>(number) << 3) + varint(value);
}
inline std::string field(int number, const std::string& bytes) {
  return varint(static_cast<std::uint64_t>(number) << 3 | 2) + varint(bytes.size()) + bytes;
}
inline std::string field_fixed32(int number, std::uint32_t value) {
  return varint(static_cast<std::uint64_t>(number) << 3 | 5) + fixed(value, 4);
}

using TableEntries = std::vector<std::pair<std::string, std::string>>;

// A block's contents: keys as they are, no shared beginnings.
inline std::string block_of(const TableEntries& entries) {
  std::string block;
  for (const auto& [key, value] : entries) block += varint(0) + varint(key.size()) + varint(value.size()) + key + value;
  return block + fixed(0, 4) + fixed(1, 4);
}

// A block with its type (1: compressed) and its sum.
inline std::string stored(const std::string& contents, char type = 0) {
  const std::string bytes = contents + type;
  return bytes + fixed(mask_crc(crc32c(0, bytes.data(), bytes.size())), 4);
}

inline std::string footer(std::uint64_t offset, std::uint64_t size) {
  std::string bytes = varint(0) + varint(0) + varint(offset) + varint(size);
  bytes.resize(40);
  return bytes + "\x57\xFB\x80\x8B\x24\x75\x47\xDB";
}

// A file of one block, or of several, each with its type.
inline std::string table_of(const std::vector<std::pair<std::string, char>>& blocks) {
  std::string file;
  TableEntries index;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    index.push_back(
        {std::string(1, static_cast<char>('a' + i % 26)), varint(file.size()) + varint(blocks[i].first.size())});
    file += stored(blocks[i].first, blocks[i].second);
  }
  const std::string last = block_of(index);
  const std::size_t at = file.size();
  return file + stored(last) + footer(at, last.size());
}
inline std::string table_of(const TableEntries& entries) { return table_of({{block_of(entries), '\0'}}); }

}  // namespace specimen::gen
