#include "device.h"

#include <utility>

namespace specimen_v2 {

namespace {

// CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR and _MINOR
constexpr int kMajor = 75, kMinor = 76;

}  // namespace

Status Device::open(const DeviceOptions& options) {
  close();
  if (Status status = driver_.open(options.driver); !status) return status;
  const auto failed = [this](const Status& status) {
    close();
    return status;
  };
  if (options.context) {
    if (Status status = driver_.status(driver_.push_context(options.context), "using the caller's context"); !status)
      return failed(status);
    const int found = driver_.context_device(&device_);
    void* ours = nullptr;
    driver_.pop_context(&ours);
    if (Status status = driver_.status(found, "asking the caller's context for its device"); !status)
      return failed(status);
    context_ = options.context;
  } else {
    if (Status status = driver_.status(driver_.device(&device_, options.index), "device %d", options.index); !status)
      return failed(Status(StatusCode::unsupported, "%s", status.message()));
    if (Status status =
            driver_.status(driver_.retain_context(&context_, device_), "the context of device %d", options.index);
        !status)
      return failed(status);
    retained_ = true;
  }
  int major = 0, minor = 0;
  for (const auto& [number, attribute] : {std::pair(&major, kMajor), std::pair(&minor, kMinor)}) {
    if (Status status = driver_.status(driver_.device_attribute(number, attribute, device_), "the compute capability");
        !status)
      return failed(status);
  }
  capability_ = 10 * major + minor;
  return Status();
}

void Device::close() {
  if (retained_) driver_.release_context(device_);
  retained_ = false;
  context_ = nullptr;
  capability_ = 0;
  driver_.close();
}

DeviceMemory& DeviceMemory::operator=(DeviceMemory&& other) noexcept {
  if (this == &other) return *this;
  release();
  device_ = other.device_, address_ = other.address_, size_ = other.size_;
  other.address_ = 0, other.size_ = 0;
  return *this;
}

Status DeviceMemory::allocate(const Device& device, std::size_t bytes, const char* purpose) {
  release();
  const DeviceScope scope(device);
  if (Status status = scope.status(); !status) return status;
  const Driver& driver = device.driver();
  std::size_t free = 0, total = 0;
  if (driver.memory_info(&free, &total) != 0) free = total = 0;
  Status status = driver.status(driver.allocate(&address_, bytes), "%s: %zu bytes of the device, of which %zu are free",
                                purpose, bytes, free);
  if (!status) {
    address_ = 0;
    return status;
  }
  device_ = &device;
  size_ = bytes;
  return status;
}

Status DeviceMemory::upload(const void* from, std::size_t bytes) {
  if (!address_ || bytes > size_) return Status(StatusCode::invalid_argument, "%zu bytes for %zu", bytes, size_);
  const DeviceScope scope(*device_);
  if (Status status = scope.status(); !status) return status;
  return device_->driver().status(device_->driver().upload(address_, from, bytes), "copying %zu bytes to the device",
                                  bytes);
}

void DeviceMemory::release() {
  if (address_) {
    const DeviceScope scope(*device_);
    if (scope.result() == 0) device_->driver().release(address_);
  }
  address_ = 0, size_ = 0;
}

}  // namespace specimen_v2
