/* Preloaded: call number FAIL_AT of those that write files fails with FAIL_ERROR. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int fails(void) {
  static int calls = 0, at = -1, error = 0;
  if (at < 0) {
    const char *text = getenv("FAIL_AT"), *number = getenv("FAIL_ERROR");
    at = text ? atoi(text) : 0;
    error = number ? atoi(number) : EIO;
  }
  if (++calls != at) return 0;
  errno = error;
  return 1;
}

ssize_t write(int file, const void* data, size_t bytes) {
  ssize_t (*real)(int, const void*, size_t) = dlsym(RTLD_NEXT, "write");
  return file > 2 && fails() ? -1 : real(file, data, bytes);
}

int fsync(int file) {
  int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
  return fails() ? -1 : real(file);
}

int linkat(int from, const char* old, int to, const char* name, int flags) {
  int (*real)(int, const char*, int, const char*, int) = dlsym(RTLD_NEXT, "linkat");
  return fails() ? -1 : real(from, old, to, name, flags);
}

int link(const char* old, const char* name) {
  int (*real)(const char*, const char*) = dlsym(RTLD_NEXT, "link");
  return fails() ? -1 : real(old, name);
}

int rename(const char* old, const char* name) {
  int (*real)(const char*, const char*) = dlsym(RTLD_NEXT, "rename");
  return fails() ? -1 : real(old, name);
}

int unlink(const char* name) {
  int (*real)(const char*) = dlsym(RTLD_NEXT, "unlink");
  return fails() ? -1 : real(name);
}

int mkdir(const char* name, mode_t mode) {
  int (*real)(const char*, mode_t) = dlsym(RTLD_NEXT, "mkdir");
  return fails() ? -1 : real(name, mode);
}
