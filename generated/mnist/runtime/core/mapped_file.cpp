#include "mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

namespace specimen_v2 {

MappedFile::MappedFile(MappedFile&& other) noexcept : data_(other.data_), size_(other.size_) {
  other.data_ = nullptr;
  other.size_ = 0;
}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  if (this != &other) {
    close();
    data_ = other.data_;
    size_ = other.size_;
    other.data_ = nullptr;
    other.size_ = 0;
  }
  return *this;
}

Status MappedFile::open(const char* path) {
  close();
  if (path == nullptr) return Status(StatusCode::invalid_argument, "no path given");
  // O_NONBLOCK: a pipe without a writer must give the error below, not wait for one.
  int file = ::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) {
    int error = errno;
    StatusCode code = error == ENOENT || error == ENOTDIR ? StatusCode::not_found : StatusCode::io_error;
    return Status(code, "%s: cannot open: %s", path, std::strerror(error));
  }
  struct stat info;
  if (fstat(file, &info) != 0) {
    int error = errno;
    ::close(file);
    return Status(StatusCode::io_error, "%s: cannot stat: %s", path, std::strerror(error));
  }
  if (!S_ISREG(info.st_mode)) {
    ::close(file);
    return Status(StatusCode::io_error, "%s: %s, where a file is needed", path,
                  S_ISDIR(info.st_mode) ? "is a directory" : "is a pipe or a device");
  }
  std::uint64_t size = static_cast<std::uint64_t>(info.st_size);
  if (size > SIZE_MAX / 2) {
    ::close(file);
    return Status(StatusCode::unsupported, "%s: is larger than the address space", path);
  }
  if (size == 0) {  // mmap refuses a length of zero
    ::close(file);
    return Status();
  }
  void* mapped = mmap(nullptr, static_cast<std::size_t>(size), PROT_READ, MAP_PRIVATE, file, 0);
  int error = errno;
  ::close(file);
  if (mapped == MAP_FAILED) return Status(StatusCode::io_error, "%s: cannot map: %s", path, std::strerror(error));
  data_ = static_cast<const unsigned char*>(mapped);
  size_ = static_cast<std::size_t>(size);
  return Status();
}

void MappedFile::close() {
  if (data_ != nullptr) munmap(const_cast<unsigned char*>(data_), size_);
  data_ = nullptr;
  size_ = 0;
}

}  // namespace specimen_v2
