// A device: the driver, a context of it, memory there.
#ifndef SPECIMEN_V2_DEVICE_DEVICE_H
#define SPECIMEN_V2_DEVICE_DEVICE_H

#include <cstddef>
#include <cstdint>

#include "driver.h"

namespace specimen_v2 {

struct DeviceOptions {
  int index = 0;                 // which of the driver's devices; ignored with `context`
  void* context = nullptr;       // a CUcontext of the caller, who keeps it; null: the device's primary context
  const char* driver = nullptr;  // the driver's library: see Driver::open
};

// One device and context. Outlives the weights and contexts of models that are on it; used by any number of them, in
// any thread. Neither copied nor moved.
class Device {
 public:
  Device() = default;
  ~Device() { close(); }
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  // Errors: unsupported without a driver or such a device; those of the driver.
  Status open(const DeviceOptions& options = {});
  void close();
  bool is_open() const { return context_ != nullptr; }

  const Driver& driver() const { return driver_; }
  void* context() const { return context_; }
  int compute_capability() const { return capability_; }  // 80, 90: ten times the major number, and the minor one

 private:
  Driver driver_;
  void* context_ = nullptr;
  int device_ = 0, capability_ = 0;
  bool retained_ = false;
};

// Makes the device's context the calling thread's for the life of this; then that of before is it again.
class DeviceScope {
 public:
  explicit DeviceScope(const Device& device)
      : device_(device), result_(device.driver().push_context(device.context())) {}
  ~DeviceScope() {
    void* ours = nullptr;
    if (result_ == 0) device_.driver().pop_context(&ours);
  }
  DeviceScope(const DeviceScope&) = delete;
  DeviceScope& operator=(const DeviceScope&) = delete;

  Status status() const { return device_.driver().status(result_, "making the context current"); }
  int result() const { return result_; }

 private:
  const Device& device_;
  int result_;
};

// A block of the device's memory. The device outlives it. Moves, does not copy.
class DeviceMemory {
 public:
  DeviceMemory() = default;
  ~DeviceMemory() { release(); }
  DeviceMemory(DeviceMemory&& other) noexcept { *this = static_cast<DeviceMemory&&>(other); }
  DeviceMemory& operator=(DeviceMemory&& other) noexcept;
  DeviceMemory(const DeviceMemory&) = delete;
  DeviceMemory& operator=(const DeviceMemory&) = delete;

  // Errors: out_of_memory, which says what was asked for and what is free; those of the driver.
  Status allocate(const Device& device, std::size_t bytes, const char* purpose);
  // Copies from the host, and waits for it.
  Status upload(const void* from, std::size_t bytes);
  void release();

  std::uint64_t address() const { return address_; }
  std::size_t size() const { return size_; }

 private:
  const Device* device_ = nullptr;
  std::uint64_t address_ = 0;
  std::size_t size_ = 0;
};

// What kernels and views take: an address of the device, as a pointer that the host never follows.
template <class T>
T* device_pointer(std::uint64_t address) {
  return reinterpret_cast<T*>(static_cast<std::uintptr_t>(address));  // NOLINT(performance-no-int-to-ptr)
}

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_DEVICE_DEVICE_H
