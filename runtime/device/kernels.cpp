#include "kernels.h"

#include <new>
#include <utility>

namespace specimen_v2 {

DeviceKernels& DeviceKernels::operator=(DeviceKernels&& other) noexcept {
  if (this == &other) return *this;
  unload();
  device_ = other.device_, table_ = other.table_, loaded_ = other.loaded_;
  modules_ = std::move(other.modules_), functions_ = std::move(other.functions_);
  other.table_ = nullptr, other.loaded_ = 0;
  return *this;
}

Status DeviceKernels::load(const Device& device, const KernelTable* const* tables, int table_count) {
  unload();
  const KernelTable* best = nullptr;
  for (int i = 0; i < table_count; ++i) {
    const int needed = tables[i]->compute_capability;
    if (needed <= device.compute_capability() && (!best || needed > best->compute_capability)) best = tables[i];
  }
  if (!best) {
    return Status(StatusCode::unsupported,
                  "the device has compute capability %d.%d; the kernels are for others: see --target",
                  device.compute_capability() / 10, device.compute_capability() % 10);
  }
  const std::size_t count = static_cast<std::size_t>(best->count);
  modules_.reset(new (std::nothrow) void*[count]);
  functions_.reset(new (std::nothrow) void*[count]);
  if (!modules_ || !functions_) return Status(StatusCode::out_of_memory, "no memory for %d kernels", best->count);
  const DeviceScope scope(device);
  if (Status status = scope.status(); !status) return status;
  device_ = &device;
  table_ = best;
  const Driver& driver = device.driver();
  const bool same_major = best->compute_capability / 10 == device.compute_capability() / 10;
  for (int i = 0; i < best->count; ++i) {
    const KernelCode& code = best->kernels[i];
    const void* image = same_major && code.cubin ? static_cast<const void*>(code.cubin) : code.ptx;
    Status status = driver.status(driver.load_module(&modules_[i], image), "loading %s", code.name);
    if (status) {
      loaded_ = i + 1;
      status = driver.status(driver.find_kernel(&functions_[i], modules_[i], code.name), "finding %s", code.name);
    }
    if (!status) {
      unload();
      return status;
    }
  }
  return Status();
}

void DeviceKernels::unload() {
  if (loaded_ > 0) {
    const DeviceScope scope(*device_);
    for (int i = 0; i < loaded_ && scope.result() == 0; ++i) device_->driver().unload_module(modules_[i]);
  }
  loaded_ = 0;
  table_ = nullptr;
  modules_.reset();
  functions_.reset();
}

int DeviceKernels::launch(int index, std::int64_t rows, const void* const* buffers, void* stream) const {
  const KernelCode& code = table_->kernels[index];
  std::uint64_t addresses[kMaxLaunchArguments];
  std::int32_t numbers[kMaxLaunchArguments];
  void* values[kMaxLaunchArguments];
  for (int i = 0; i < code.argument_count; ++i) {
    const LaunchArgument& argument = code.arguments[i];
    if (argument.buffer >= 0) {
      addresses[i] = reinterpret_cast<std::uintptr_t>(buffers[argument.buffer]);
      values[i] = &addresses[i];
    } else {
      numbers[i] = static_cast<std::int32_t>(argument.number.at(rows));
      values[i] = &numbers[i];
    }
  }
  const auto blocks = [&](int d) { return static_cast<unsigned>(code.grid[d].at(rows)); };
  const auto threads = [&](int d) { return static_cast<unsigned>(code.block[d]); };
  return device_->driver().launch(functions_[index], blocks(0), blocks(1), blocks(2), threads(0), threads(1),
                                  threads(2), static_cast<unsigned>(code.shared_bytes), stream, values, nullptr);
}

}  // namespace specimen_v2
