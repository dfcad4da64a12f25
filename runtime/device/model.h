// What the generated Weights and Context of a model for GPUs are built on.
#ifndef SPECIMEN_V2_DEVICE_MODEL_H
#define SPECIMEN_V2_DEVICE_MODEL_H

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "../core/arena.h"
#include "../core/info.h"
#include "../core/packer.h"
#include "../core/tensor.h"
#include "../core/version.h"
#include "../core/weights.h"
#include "kernels.h"

namespace specimen_v2 {

static_assert(sizeof(Real) == sizeof(float), "kernels for GPUs are f32");

// Packed weights on the host, for as long as they are copied to the device.
struct HostWeights : PackedWeights {};

// Packed weights in the memory of a device, and the model's kernels there. Moves, does not copy; read-only once open.
class SPECIMEN_V2_API DeviceWeights {
 public:
  bool is_open() const { return memory_.address() != 0 && kernels_.table(); }
  const Device* device() const { return device_; }
  int compute_capability() const { return kernels_.table() ? kernels_.table()->compute_capability : 0; }

  // Below: for generated code and the runtime itself.

  // Loads the kernels and takes the memory. Errors: invalid_argument for a device that is not open; those of Device.
  Status create(const Device& device, const ModelInfo& info, const KernelTable* const* tables, int table_count);
  // Copies what was packed, and waits for it.
  Status upload(const void* packed, const ModelInfo& info);
  const Real* address() const { return device_pointer<const Real>(memory_.address()); }
  const DeviceKernels& kernels() const { return kernels_; }

 private:
  const Device* device_ = nullptr;
  DeviceKernels kernels_;
  DeviceMemory memory_;
};

struct DeviceContextOptions {
  int batch = 0;            // the largest batch that will come; 0: the model's own maximum
  void* stream = nullptr;   // a CUstream of the caller that forward() enqueues on; null: the default stream
  std::uint64_t arena = 0;  // memory of the device, aligned to 256 bytes, instead of our own
  std::size_t arena_bytes = 0;
};

// What one caller of a model on a device owns: an arena there. Used by one thread at a time; neither copied nor moved.
class SPECIMEN_V2_API DeviceModelContext {
 public:
  DeviceModelContext() = default;
  DeviceModelContext(const DeviceModelContext&) = delete;
  DeviceModelContext& operator=(const DeviceModelContext&) = delete;

  const ModelInfo* info() const { return info_; }  // null before create
  int max_batch() const { return max_batch_; }
  std::size_t arena_bytes() const { return arena_bytes_; }
  static std::size_t arena_bytes_for(const ModelInfo& info, int batch);

  // Below: for generated code and the runtime itself.

  Status create(const DeviceWeights& weights, const ModelInfo& info, const DeviceContextOptions& options);
  // Compares a view of the device's memory with what the model declares. Errors: invalid_argument.
  template <class Sizes>
  Status check(const TensorInfo& declared, ConstTensor view, const Sizes& n) const {
    return check_view(declared, view, n.batch);
  }
  Arena arena(std::int64_t batch) const {
    char* arena = device_pointer<char>(arena_);
    return {arena + info_->arena_fixed_bytes, batch, arena};
  }

  // Enqueues a kernel. After an error of this run nothing more is enqueued; finish() tells.
  void launch(int kernel, std::int64_t rows, const void* const* buffers) {
    if (result_ != 0) return;
    result_ = weights_->kernels().launch(kernel, rows, buffers, stream_);
    if (result_ != 0) failed_ = kernel;
  }

 private:
  friend class DeviceRunning;

  Status check_view(const TensorInfo& declared, ConstTensor view, std::int64_t batch) const;

  const DeviceWeights* weights_ = nullptr;
  const ModelInfo* info_ = nullptr;
  DeviceMemory memory_;
  std::uint64_t arena_ = 0;
  std::size_t arena_bytes_ = 0;
  int max_batch_ = 0;
  void* stream_ = nullptr;
  int result_ = 0, failed_ = -1;
  std::atomic<bool> running_{false};
};

// One run of a model, from its checks to its last launch: the device's context is current. Nothing waits for the
// device.
class DeviceRunning {
 public:
  explicit DeviceRunning(DeviceModelContext& context);
  ~DeviceRunning();
  DeviceRunning(const DeviceRunning&) = delete;
  DeviceRunning& operator=(const DeviceRunning&) = delete;

  // False: another thread is running this context.
  bool entered() const { return entered_; }
  // Errors: those of the driver, with the name of the kernel that was not enqueued.
  Status finish();

 private:
  DeviceModelContext& context_;
  bool entered_, current_ = false;
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_DEVICE_MODEL_H
