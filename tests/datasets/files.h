// Files that tests of readers write, and bytes that make them.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <zlib.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "runtime/core/status.h"

namespace specimen_v2::data {

// A directory of its own, gone with the test.
class Directory {
 public:
  Directory() {
    std::string name = ::testing::TempDir() + "/dataXXXXXX";
    path_ = mkdtemp(name.data());
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  const std::string& path() const { return path_; }
  std::string write(const std::string& name, const std::string& bytes) const {
    const std::string path = path_ + "/" + name;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

 private:
  std::string path_;
};

inline std::string read_all(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// `window_bits` as zlib wants them: 31 for gzip, 15 for zlib's own format.
inline std::string deflated(const std::string& bytes, int window_bits = 31) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline std::string big_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> 8 * i);
  return out;
}

inline std::string little_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> 8 * i);
  return out;
}

inline std::string idx(unsigned char type, const std::vector<std::uint32_t>& shape, const std::string& values) {
  std::string out{'\0', '\0', static_cast<char>(type), static_cast<char>(shape.size())};
  for (std::uint32_t extent : shape) out += big_endian(extent, 4);
  return out + values;
}

// The error has this code, and its message all of these parts.
inline void expect_error(const Status& status, StatusCode code, const std::vector<std::string>& parts) {
  EXPECT_STREQ(status_code_name(status.code()), status_code_name(code)) << status.message();
  for (const std::string& part : parts) {
    EXPECT_NE(std::string(status.message()).find(part), std::string::npos)
        << "\"" << part << "\" is not in: " << status.message();
  }
}

}  // namespace specimen_v2::data

#define EXPECT_OK(expression)                                   \
  do {                                                          \
    const ::specimen_v2::Status got = (expression);             \
    EXPECT_TRUE(got.ok()) << #expression ": " << got.message(); \
  } while (false)
#define ASSERT_OK(expression)                                   \
  do {                                                          \
    const ::specimen_v2::Status got = (expression);             \
    ASSERT_TRUE(got.ok()) << #expression ": " << got.message(); \
  } while (false)
