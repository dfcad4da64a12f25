// Reading safetensors files: a header of names, dtypes and shapes, then the tensors' bytes, mapped and not copied.
//
// Format (github.com/huggingface/safetensors, README): u64 little-endian N, N bytes of JSON, data. Every rule of the
// format is checked when a file is opened, so that afterwards every pointer with its size is inside the file.
#ifndef SPECIMEN_V2_CORE_SAFETENSORS_H
#define SPECIMEN_V2_CORE_SAFETENSORS_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "mapped_file.h"
#include "status.h"

namespace specimen_v2 {

// In the order of the format's own list: writers put wider types first.
enum class SafetensorsDtype : unsigned char {
  boolean,
  f4,
  f6_e2m3,
  f6_e3m2,
  u8,
  i8,
  f8_e5m2,
  f8_e4m3,
  f8_e8m0,
  f8_e4m3fnuz,
  f8_e5m2fnuz,
  i16,
  u16,
  f16,
  bf16,
  i32,
  u32,
  f32,
  c64,
  f64,
  i64,
  u64,
};

const char* safetensors_dtype_name(SafetensorsDtype dtype);  // as in the file: "F32"
int safetensors_dtype_bits(SafetensorsDtype dtype);          // of one element: 4, 6, 8, 16, 32 or 64
bool parse_safetensors_dtype(std::string_view name, SafetensorsDtype* dtype);

// The elements and bytes of a tensor. False if a dimension is negative, a number overflows 63 bits, or the bits do not
// fill whole bytes.
bool safetensors_extent(SafetensorsDtype dtype, const std::int64_t* shape, std::size_t rank, std::uint64_t* elements,
                        std::uint64_t* bytes);

// One tensor of an open file. Everything pointed to belongs to the file object.
struct SafetensorsEntry {
  std::string_view name;  // UTF-8, zero-terminated, no zero inside
  SafetensorsDtype dtype = SafetensorsDtype::f32;
  const std::int64_t* shape = nullptr;
  std::size_t rank = 0;
  const unsigned char* data = nullptr;  // row-major, little endian, aligned to the element
  std::uint64_t bytes = 0;
};

struct SafetensorsMetadata {
  std::string_view key, value;  // UTF-8, zero-terminated
};

// What a header says, checked; filled by parse_safetensors_header. Moves keep all pointers valid.
struct SafetensorsHeader {
  std::vector<SafetensorsEntry> entries;      // sorted by name (bytes); `data` relative to null
  std::vector<SafetensorsMetadata> metadata;  // sorted by key
  std::vector<std::uint64_t> offsets;         // of each entry's data, from the start of the data
  std::unique_ptr<char[]> text;               // decoded strings
  std::vector<std::int64_t> dimensions;       // all shapes
};

class SafetensorsFile {
 public:
  static constexpr std::uint64_t kMaxHeader = 100'000'000;  // bytes; the format's own limit

  // Maps a file. Errors: not_found, io_error; data_error with the place and what is wrong there; unsupported for a
  // dtype that is not in the list. After an error the object is empty.
  Status open(const char* path);

  // The same from memory that the caller keeps alive and unchanged. `name` stands in messages where the path would.
  Status open_memory(const void* data, std::size_t size, const char* name);

  void close();

  const std::vector<SafetensorsEntry>& entries() const { return header_.entries; }  // sorted by name
  const std::vector<SafetensorsMetadata>& metadata() const { return header_.metadata; }

  const SafetensorsEntry* find(std::string_view name) const;   // null if there is none
  std::string_view find_metadata(std::string_view key) const;  // empty if there is none

  // The tensor `name` if it has this dtype and shape. Errors: not_found; data_error that names what was found.
  Status get(std::string_view name, SafetensorsDtype dtype, const std::int64_t* shape, std::size_t rank,
             const SafetensorsEntry** entry) const;

 private:
  Status parse(const unsigned char* data, std::size_t size, const char* name);
  Status realign(const char* name);

  MappedFile file_;
  SafetensorsHeader header_;
  std::unique_ptr<unsigned char[]> realigned_;  // copies of tensors that the file does not align to their element
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_SAFETENSORS_H
