#include "driver.h"

#include <dlfcn.h>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "../core/printable.h"

namespace specimen_v2 {

namespace {

constexpr const char* kLibrary = "libcuda.so.1";
constexpr int kOutOfMemory = 2;  // CUDA_ERROR_OUT_OF_MEMORY

}  // namespace

Status Driver::open(const char* library) {
  close();
  if (!library) library = std::getenv("SPECIMEN_CUDA_DRIVER");
  Status loaded = load(library ? library : kLibrary);
  if (!loaded) close();
  return loaded;
}

Status Driver::load(const char* library) {
  library_ = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (!library_) return Status(StatusCode::unsupported, "no CUDA driver: %s", Printable(dlerror()).text());
#define CUDA_FUNCTION(member, symbol, ...)                                                                  \
  {                                                                                                         \
    void* const found = dlsym(library_, #symbol);                                                           \
    if (!found) return Status(StatusCode::unsupported, "%s has no %s", Printable(library).text(), #symbol); \
    member = reinterpret_cast<decltype(member)>(found);                                                     \
  }
#include "functions.def"
  if (Status started = status(init(0), "starting the CUDA driver"); !started)
    return Status(StatusCode::unsupported, "%s", started.message());
  int devices = 0;
  if (Status counted = status(device_count(&devices), "counting devices"); !counted) return counted;
  if (devices == 0) return Status(StatusCode::unsupported, "the CUDA driver finds no device");
  return Status();
}

void Driver::close() {
  if (library_) dlclose(library_);
  library_ = nullptr;
#define CUDA_FUNCTION(member, symbol, ...) member = nullptr;
#include "functions.def"
}

Status Driver::status(int result, const char* format, ...) const {
  if (result == 0) return Status();
  char what[Status::kMaxMessage / 2];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(what, sizeof what, format, arguments);
  va_end(arguments);
  const char* name = nullptr;
  if (error_name(result, &name) != 0 || !name) name = "an unknown error";
  return Status(result == kOutOfMemory ? StatusCode::out_of_memory : StatusCode::io_error, "%s: %s (CUDA error %d)",
                what, name, result);
}

}  // namespace specimen_v2
