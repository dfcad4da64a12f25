// The CUDA driver, loaded when a device is opened: a program that has kernels for GPUs starts on machines without one.
#ifndef SPECIMEN_V2_DEVICE_DRIVER_H
#define SPECIMEN_V2_DEVICE_DRIVER_H

#include <cstddef>
#include <cstdint>

#include "../core/status.h"

namespace specimen_v2 {

// The driver's functions. What the driver's header calls CUcontext, CUstream, CUmodule and CUfunction is void* here,
// CUdeviceptr an integer, CUdevice an int.
class Driver {
 public:
  Driver() = default;
  ~Driver() { close(); }
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  // Loads the driver and initializes it. `library` names its file; null: the environment's SPECIMEN_CUDA_DRIVER, else
  // libcuda.so.1. Errors: unsupported where there is none, where it is too old, and where it finds no device.
  Status open(const char* library = nullptr);
  void close();
  bool is_open() const { return library_ != nullptr; }

  // Ok for 0; else the error's name, and what was being done: printf-style. Errors: out_of_memory, io_error.
  Status status(int result, const char* format, ...) const SPECIMEN_V2_PRINTF(3, 4);

#define CUDA_FUNCTION(member, symbol, ...) int (*member)(__VA_ARGS__) = nullptr;
#include "functions.def"

 private:
  Status load(const char* library);

  void* library_ = nullptr;
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_DEVICE_DRIVER_H
