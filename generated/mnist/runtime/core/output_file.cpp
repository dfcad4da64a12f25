#include "output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <ctime>

namespace specimen_v2 {
namespace {

std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string name_of(int file) { return "/proc/self/fd/" + std::to_string(file); }

// Another name each time it is called, in whatever process.
std::string temporary_name(const std::string& path) {
  static std::uint32_t calls = 0;
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  char end[64];
  std::snprintf(end, sizeof end, ".tmp-%ld-%lx%lx-%u", static_cast<long>(::getpid()),
                static_cast<unsigned long>(now.tv_sec), static_cast<unsigned long>(now.tv_nsec), calls++);
  return path + end;
}

constexpr int kAttempts = 100;

}  // namespace

int OutputFile::open(const std::string& path, bool named) {
  abandon();
  path_ = path;
#ifdef O_TMPFILE
  if (!named) file_ = ::open(directory_of(path).c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
  if (file_ >= 0 && ::access(name_of(file_).c_str(), F_OK) == 0) return 0;
  if (file_ >= 0) ::close(file_);  // without /proc it could never be named
#endif
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    temporary_ = temporary_name(path);
    file_ = ::open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file_ >= 0) return 0;
    if (errno != EEXIST) break;
  }
  temporary_.clear();
  return errno;
}

std::string OutputFile::writable_name() const { return temporary_.empty() ? name_of(file_) : temporary_; }

int OutputFile::write(const void* data, std::size_t bytes) {
  constexpr std::size_t kMost = std::size_t{1} << 30;
  const char* at = static_cast<const char*>(data);
  while (bytes > 0) {
    const ssize_t written = ::write(file_, at, bytes < kMost ? bytes : kMost);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return written < 0 ? errno : ENOSPC;
    at += written;
    bytes -= static_cast<std::size_t>(written);
  }
  return 0;
}

int OutputFile::commit(bool durable) {
  if (file_ < 0) return EBADF;
  if (durable && ::fsync(file_) != 0 && errno != EINVAL && errno != ENOSYS) return errno;
  // Nobody may write to a program that is executed, which another process may do as soon as the file has its name.
  if (const int error = end_writing()) return error;
  if (temporary_.empty()) {
    const std::string unnamed = name_of(file_);
    if (::linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, path_.c_str(), AT_SYMLINK_FOLLOW) == 0) {
      abandon();
      return 0;
    }
    // A link cannot take another file's name, which rename can.
    for (int attempt = 0; errno == EEXIST && attempt < kAttempts; ++attempt) {
      temporary_ = temporary_name(path_);
      if (::linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, temporary_.c_str(), AT_SYMLINK_FOLLOW) == 0) break;
      temporary_.clear();
    }
    if (temporary_.empty()) return errno;
  }
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return errno;
  temporary_.clear();
  abandon();
  return 0;
}

int OutputFile::end_writing() {
#ifdef O_PATH
  const int place = ::open(name_of(file_).c_str(), O_PATH | O_CLOEXEC);
  if (place < 0) return temporary_.empty() ? errno : 0;
  const int writing = file_;
  file_ = place;
  if (::close(writing) != 0 && errno != EINTR) return errno;
#endif
  return 0;
}

void OutputFile::abandon() {
  if (file_ >= 0) ::close(file_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  temporary_.clear();
  file_ = -1;
}

}  // namespace specimen_v2
