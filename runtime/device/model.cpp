#include "model.h"

namespace specimen_v2 {

namespace {

constexpr std::size_t kDeviceAlignment = 256;  // of what the driver allocates

}  // namespace

Status DeviceWeights::create(const Device& device, const ModelInfo& info, const KernelTable* const* tables,
                             int table_count) {
  if (!device.is_open()) return Status(StatusCode::invalid_argument, "the device is not open");
  if (Status status = kernels_.load(device, tables, table_count); !status) return status;
  // One float for a model without weights: the address says that they are open.
  if (Status status = memory_.allocate(device, info.packed_bytes + sizeof(Real), "the weights"); !status) return status;
  device_ = &device;
  return Status();
}

Status DeviceWeights::upload(const void* packed, const ModelInfo& info) {
  return memory_.upload(packed, info.packed_bytes);
}

std::size_t DeviceModelContext::arena_bytes_for(const ModelInfo& info, int batch) {
  return static_cast<std::size_t>(info.arena_fixed_bytes + info.arena_bytes_per_example * batch) + kAlignment;
}

Status DeviceModelContext::create(const DeviceWeights& weights, const ModelInfo& info,
                                  const DeviceContextOptions& options) {
  if (info_) return Status(StatusCode::invalid_argument, "this context of %s is already made", info.name);
  if (!weights.is_open()) return Status(StatusCode::invalid_argument, "the weights of %s are not open", info.name);
  if (options.batch < 0 || options.batch > info.max_batch) {
    return Status(StatusCode::invalid_argument, "batch %d: %s takes 1 to %d", options.batch, info.name, info.max_batch);
  }
  const int batch = options.batch ? options.batch : info.max_batch;
  const std::size_t bytes = arena_bytes_for(info, batch);
  if (options.arena) {
    if (options.arena % kDeviceAlignment != 0 || options.arena_bytes < bytes) {
      return Status(StatusCode::invalid_argument, "the arena of %s needs %zu bytes, aligned to %zu; %zu were given",
                    info.name, bytes, kDeviceAlignment, options.arena_bytes);
    }
    arena_ = options.arena;
  } else {
    if (Status status = memory_.allocate(*weights.device(), bytes, "the arena"); !status) return status;
    arena_ = memory_.address();
  }
  arena_bytes_ = bytes;
  max_batch_ = batch;
  stream_ = options.stream;
  weights_ = &weights;
  info_ = &info;
  return Status();
}

Status DeviceModelContext::check_view(const TensorInfo& declared, ConstTensor view, std::int64_t batch) const {
  if (!info_) return Status(StatusCode::invalid_argument, "the context was not made");
  if (!view.data) return Status(StatusCode::invalid_argument, "%s: no data", declared.name);
  bool equal = view.rank == declared.rank && view.dtype == declared.dtype;
  for (int d = 0; equal && d < declared.rank; ++d)
    equal = view.extent[d] == (declared.extent[d] == kBatch ? batch : declared.extent[d]);
  if (!equal || !view.is_dense())
    return Status(StatusCode::invalid_argument, "%s: a view of another shape, or with gaps", declared.name);
  if (batch < 1 || batch > max_batch_)
    return Status(StatusCode::invalid_argument, "%s: batch %lld: the context takes 1 to %d", declared.name,
                  static_cast<long long>(batch), max_batch_);
  return Status();
}

DeviceRunning::DeviceRunning(DeviceModelContext& context)
    : context_(context), entered_(!context.running_.exchange(true, std::memory_order_acquire)) {
  if (!entered_) return;
  const Driver& driver = context.weights_->device()->driver();
  context.failed_ = -1;
  context.result_ = driver.push_context(context.weights_->device()->context());
  current_ = context.result_ == 0;
}

DeviceRunning::~DeviceRunning() {
  void* ours = nullptr;
  if (current_) context_.weights_->device()->driver().pop_context(&ours);
  if (entered_) context_.running_.store(false, std::memory_order_release);
}

Status DeviceRunning::finish() {
  const DeviceWeights& weights = *context_.weights_;
  const char* kernel =
      context_.failed_ < 0 ? "making the context current" : weights.kernels().table()->kernels[context_.failed_].name;
  return weights.device()->driver().status(context_.result_, "%s: %s", context_.info_->name, kernel);
}

}  // namespace specimen_v2
