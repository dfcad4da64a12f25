// The kernels of a model for GPUs, as generated code states them, and as modules that a device has loaded.
#ifndef SPECIMEN_V2_DEVICE_KERNELS_H
#define SPECIMEN_V2_DEVICE_KERNELS_H

#include <cstddef>
#include <cstdint>
#include <memory>

#include "device.h"

namespace specimen_v2 {

// An integer of a launch: `fixed`, and `times` for every `each` rows of the call that are begun. Rows are examples.
struct LaunchNumber {
  int fixed, times, each;

  std::int64_t at(std::int64_t rows) const { return fixed + times * ((rows + each - 1) / each); }
};

// What a kernel gets: the address of one of the call's buffers, or an int32.
struct LaunchArgument {
  int buffer;  // negative: `number`
  LaunchNumber number;
};

inline constexpr int kMaxLaunchArguments = 32;

// A kernel: how it is launched, and its code as PTX, which the driver compiles for the device when it loads it, and as
// a cubin where the generator had ptxas, which runs on devices of its major compute capability alone.
struct KernelCode {
  const char* name;  // also of its entry
  LaunchNumber grid[3];
  int block[3];
  int shared_bytes;
  const LaunchArgument* arguments;
  int argument_count;
  const char* ptx;
  const unsigned char* cubin;  // null: none
};

// All kernels of a model for one target, in the model's order.
struct KernelTable {
  int compute_capability;  // 80
  const KernelCode* kernels;
  int count;
};

// Modules of a device, one a kernel. The device outlives them. Moves, does not copy.
class DeviceKernels {
 public:
  DeviceKernels() = default;
  ~DeviceKernels() { unload(); }
  DeviceKernels(DeviceKernels&& other) noexcept { *this = static_cast<DeviceKernels&&>(other); }
  DeviceKernels& operator=(DeviceKernels&& other) noexcept;
  DeviceKernels(const DeviceKernels&) = delete;
  DeviceKernels& operator=(const DeviceKernels&) = delete;

  // Loads the table of the highest target that the device runs. Errors: unsupported where it runs none; those of the
  // driver, with the kernel's name.
  Status load(const Device& device, const KernelTable* const* tables, int table_count);
  void unload();

  const KernelTable* table() const { return table_; }
  // Enqueues kernel `index`; the device's context is current. `buffers` are addresses in the order of its arguments.
  // 0, or the driver's error.
  int launch(int index, std::int64_t rows, const void* const* buffers, void* stream) const;

 private:
  const Device* device_ = nullptr;
  const KernelTable* table_ = nullptr;
  std::unique_ptr<void*[]> modules_, functions_;
  int loaded_ = 0;
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_DEVICE_KERNELS_H
