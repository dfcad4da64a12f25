// One run at a time works in a model directory.
#ifndef SPECIMEN_V2_TRAIN_DIRECTORY_LOCK_H
#define SPECIMEN_V2_TRAIN_DIRECTORY_LOCK_H

#include <string>

#include "../core/status.h"

namespace specimen_v2::train {

// The system releases the lock of a process that ends, however it ends.
class DirectoryLock {
 public:
  DirectoryLock() = default;
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

  // Errors: already_exists (another process has it); io_error.
  Status take(const std::string& directory);

 private:
  int file_ = -1;
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_DIRECTORY_LOCK_H
