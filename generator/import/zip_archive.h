// A zip archive in memory, read with libzip: entries by name, each unpacked whole and its checksum verified.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "import/read_failure.h"

struct zip;

namespace specimen::gen {

struct ZipEntry {
  std::string name;
  std::uint64_t index = 0, size = 0, stored = 0;  // bytes after unpacking, and in the archive
  bool encrypted = false;
};

class ZipArchive {
 public:
  using Take = std::function<bool(const unsigned char* data, std::size_t bytes)>;

  ZipArchive() = default;
  ~ZipArchive();
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;

  // `bytes` must outlive the archive.
  bool open(std::string_view bytes, ReadFailure& failure);
  std::uint64_t bytes() const { return bytes_; }                     // of the archive itself
  const std::vector<ZipEntry>& entries() const { return entries_; }  // sorted by name; no name comes twice
  const ZipEntry* find(std::string_view name) const;                 // null if there is none

  // Hands the entry's content to `take`, piece by piece, until that returns false. Fails for what is encrypted,
  // damaged, or unpacks to other than its size or to far more than is stored.
  bool read(const ZipEntry& entry, const Take& take, ReadFailure& failure) const;
  // The same into memory.
  bool read(const ZipEntry& entry, std::vector<unsigned char>& content, ReadFailure& failure) const;

 private:
  zip* archive_ = nullptr;
  std::uint64_t bytes_ = 0;
  std::vector<ZipEntry> entries_;
};

}  // namespace specimen::gen
