#include "base/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

namespace specimen::gen {

namespace fs = std::filesystem;

DirectoryLock& DirectoryLock::operator=(DirectoryLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

bool DirectoryLock::lock(const std::string& directory, Wait wait) {
  release();
  file_ = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file_ < 0) return false;
  while (flock(file_, wait == Wait::yes ? LOCK_EX : LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    const int error = errno;
    release();
    errno = error;
    return false;
  }
  struct stat ours, now;
  if (fstat(file_, &ours) == 0 && stat(directory.c_str(), &now) == 0 && ours.st_ino == now.st_ino &&
      ours.st_dev == now.st_dev)
    return true;
  release();
  errno = ESTALE;
  return false;
}

void DirectoryLock::release() {
  if (file_ >= 0) close(file_);
  file_ = -1;
}

void remove_abandoned(const std::string& parent, bool (*has_form)(const std::string& name)) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(parent, fs::directory_options::skip_permission_denied, error)) {
    if (!has_form(entry.path().filename().string())) continue;
    struct stat found;
    if (lstat(entry.path().c_str(), &found) != 0 || !S_ISDIR(found.st_mode) || found.st_uid != geteuid()) continue;
    DirectoryLock lock;
    std::error_code ignored;
    if (lock.lock(entry.path().string(), DirectoryLock::Wait::no)) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace specimen::gen
