#include "directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "../core/printable.h"

namespace specimen_v2::train {

DirectoryLock::~DirectoryLock() {
  if (file_ >= 0) ::close(file_);
}

Status DirectoryLock::take(const std::string& directory) {
  file_ = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file_ < 0) {
    return Status(StatusCode::io_error, "cannot open %s: %s", Printable(directory).text(), std::strerror(errno));
  }
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
    return Status();  // some file systems have no locks
  return Status(StatusCode::already_exists, "another run works in %s", Printable(directory).text());
}

}  // namespace specimen_v2::train
