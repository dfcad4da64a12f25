// Messages and records that tests write: protobuf's wire format, tf.Example, TFRecord.
#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "datasets/files.h"
#include "runtime/core/crc32c.h"

namespace specimen_v2::data {

inline std::string varint(std::uint64_t value) {
  std::string out;
  for (; value >= 128; value >>= 7) out += static_cast<char>(value | 128);
  return out + static_cast<char>(value);
}

inline std::string message(int field, const std::string& bytes) {
  return varint(static_cast<std::uint64_t>(field) << 3 | 2) + varint(bytes.size()) + bytes;
}

inline std::string packed(const std::vector<float>& values) {
  std::string bytes(4 * values.size(), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return message(1, bytes);
}

inline std::string packed(const std::vector<std::int64_t>& values) {
  std::string bytes;
  for (std::int64_t value : values) bytes += varint(static_cast<std::uint64_t>(value));
  return message(1, bytes);
}

// `kind` 1: bytes, 2: floats, 3: integers.
inline std::string feature(const std::string& name, int kind, const std::string& list) {
  return message(1, message(1, name) + message(2, message(kind, list)));
}

inline std::string record(const std::string& data) {
  const std::string length = little_endian(data.size(), 8);
  return length + little_endian(mask_crc(crc32c(0, length.data(), 8)), 4) + data +
         little_endian(mask_crc(crc32c(0, data.data(), data.size())), 4);
}

}  // namespace specimen_v2::data
