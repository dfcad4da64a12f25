// mnist: from a checkpoint's tensors to what the kernels read. Batch norms become factors of the filters and biases,
// filters are laid out in panels of 16 output channels. Also what the model says of itself, and how it is opened.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 45185f121b0bd53c
#include "mnist.h"
#include "mnist_kernels.h"
#include "mnist_labels.h"
#include "runtime/core/packer.h"

namespace mnist {

using specimen_v2::ConvAlgorithm;
using specimen_v2::none;
using specimen_v2::Packer;
using specimen_v2::Scope;

// The whole network.
static void pack(Packer& p, Weights& w, const Scope& at) {
  p.conv2d(w.conv1.filter, ConvAlgorithm::direct, {5, 5, 1, 32}, at("conv1/kernel"));
  p.vector(w.conv1.bias, {32}, at("conv1/bias"));
  p.conv2d(w.conv2.filter, ConvAlgorithm::direct, {5, 5, 32, 64}, at("conv2/kernel"));
  p.vector(w.conv2.bias, {64}, at("conv2/bias"));
  p.dense(w.hidden.filter, {3136, 1024}, at("hidden/kernel"));
  p.vector(w.hidden.bias, {1024}, at("hidden/bias"));
  p.dense(w.classifier.filter, {1024, 10}, at("classifier/kernel"));
  p.vector(w.classifier.bias, {10}, at("classifier/bias"));
}

// Packs, and tells the weights which kernels will read them.
static Status finish(Packer& p, Weights& w, const Kernels* kernels) {
  pack(p, w, Scope(""));
  Status status = p.finish();
  if (status) w.kernels = kernels;
  return status;
}

Status Weights::open(const char* path, const WeightsOptions& options) {
  const Kernels* chosen = nullptr;
  if (Status status = choose_kernels(options.target, &chosen); !status) return status;
  Packer p(*this, info(), chosen->target, options);
  if (Status status = p.open(path); !status) return status;
  return finish(p, *this, chosen);
}

Status Weights::open_memory(const void* data, std::size_t size, const WeightsOptions& options) {
  const Kernels* chosen = nullptr;
  if (Status status = choose_kernels(options.target, &chosen); !status) return status;
  Packer p(*this, info(), chosen->target, options);
  if (Status status = p.open_memory(data, size); !status) return status;
  return finish(p, *this, chosen);
}

Status Weights::open_source(const TensorSource& source, const WeightsOptions& options) {
  const Kernels* chosen = nullptr;
  if (Status status = choose_kernels(options.target, &chosen); !status) return status;
  Packer p(*this, info(), chosen->target, options);
  if (Status status = p.open_source(source); !status) return status;
  return finish(p, *this, chosen);
}

Status Weights::save_packed(const char* path) const { return PackedWeights::save_packed(path, info()); }

Status Context::create(const Weights& weights, const ContextOptions& options) {
  if (!weights.is_open()) return Status(StatusCode::invalid_argument, "the weights of mnist are not open");
  if (Status status = specimen_v2::Context::create(mnist::info(), options); !status) return status;
  weights_ = &weights;
  return Status();
}

static constexpr TensorInfo kInputs[] = {
    {"image",
     DType::f32,
     4,
     {kBatch, 28, 28, 1},
     "{\"from_image\": {\"library\": \"tensorflow\", \"interpolation\": \"bilinear\", \"color\": \"grayscale\", "
     "\"scale\": 0.00392156862745098}}"},
};

static constexpr TensorInfo kOutputs[] = {
    {"logits",
     DType::f32,
     2,
     {kBatch, 10},
     "{\"kind\": \"logits\", \"labels\": \"digits\"}",
     0,
     false,
     kLogitsLabels,
     10},
};

// The ops in order of execution, with their FLOPs and bytes.
static constexpr OpInfo kOps[] = {
    {"image/padded", {0}, {7232}},    {"conv1", {1254400}, {107776}}, {"pool1", {25088}, {125440}},
    {"conv2", {20070400}, {296704}},  {"pool2", {12544}, {62720}},    {"hidden", {6422528}, {12865792}},
    {"classifier", {20480}, {69712}},
};

static constexpr FunctionInfo kFunctions[] = {
    {"forward", kInputs, 1, kOutputs, 1, kOps, 7, 27805440},
};

static constexpr SymbolInfo kSymbols[] = {
    {"batch", 8},
};

const ModelInfo& info() {
  static constexpr ModelInfo kInfo = {
      "mnist", "acf56af3f3b2563a", kFunctions, 1,       kMaxBatch, kArenaBytesPerExample, 0, kPackedBytes,
      3274634, kSymbols,           1,          nullptr, 0,
  };
  return kInfo;
}

}  // namespace mnist
