// A file of data: mapped, or in memory where it is compressed.
#ifndef SPECIMEN_V2_DATA_INPUT_H
#define SPECIMEN_V2_DATA_INPUT_H

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "../core/mapped_file.h"
#include "../core/status.h"

namespace specimen_v2::data {

// Whether a file is compressed is seen from its bytes, not from its name. What is not compressed stays on the disk;
// what is, is inflated into memory that grows with what really comes out.
class Input {
 public:
  static constexpr std::uint64_t kMaxInflated = std::uint64_t{4} << 30;  // bytes

  // Errors: those of MappedFile; data_error (damaged gzip, with the byte); unsupported (more than `max_inflated`).
  Status open(const std::string& path, std::uint64_t max_inflated = kMaxInflated);
  // The same for bytes that the caller keeps; `path` stands in messages.
  Status open_memory(const void* data, std::size_t size, const std::string& path,
                     std::uint64_t max_inflated = kMaxInflated);
  // The same without inflating, for formats that must look first whether they are compressed.
  Status open_as_it_is(const std::string& path);
  void open_memory_as_it_is(const void* data, std::size_t size, const std::string& path);
  // Inflates what was opened so: gzip, or zlib's own format. Errors: those of open.
  Status inflate_gzip(std::uint64_t max_inflated = kMaxInflated);
  Status inflate_zlib(std::uint64_t max_inflated = kMaxInflated);

  const std::string& path() const { return path_; }
  const unsigned char* data() const { return data_; }
  std::size_t size() const { return size_; }
  bool looks_like_gzip() const { return size_ >= 2 && data_[0] == 0x1F && data_[1] == 0x8B; }
  bool looks_like_zlib() const { return size_ >= 2 && data_[0] == 0x78 && (data_[0] * 256 + data_[1]) % 31 == 0; }
  bool inflated() const { return inflated_ != nullptr; }

 private:
  struct Free {
    void operator()(unsigned char* bytes) const { std::free(bytes); }
  };
  Status inflate_all(int window_bits, std::uint64_t max_inflated);

  std::string path_;
  MappedFile file_;
  std::unique_ptr<unsigned char, Free> inflated_;
  const unsigned char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_INPUT_H
