// A file mapped into memory, read only.
#ifndef SPECIMEN_V2_CORE_MAPPED_FILE_H
#define SPECIMEN_V2_CORE_MAPPED_FILE_H

#include <cstddef>

#include "status.h"

namespace specimen_v2 {

// Moves, does not copy. The bytes stay valid, and do not move, until the object is closed or destroyed. A file that
// another program shortens while it is mapped takes its pages away: weights are replaced by renaming a new file over
// the old one.
class MappedFile {
 public:
  MappedFile() = default;
  ~MappedFile() { close(); }
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  // Errors: not_found; io_error, also for directories, pipes and devices. An empty file maps to null, 0.
  Status open(const char* path);
  void close();

  const unsigned char* data() const { return data_; }
  std::size_t size() const { return size_; }  // bytes

 private:
  const unsigned char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_MAPPED_FILE_H
