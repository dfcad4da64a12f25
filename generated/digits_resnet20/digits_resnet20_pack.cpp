// digits_resnet20: from a checkpoint's tensors to what the kernels read. Batch norms become factors of the filters and
// biases, filters are laid out in panels of 16 output channels. Also what the model says of itself, and how it is
// opened.
//
// Made by specimen from specs/vision/digits_resnet20.json. Yours to read and change; regenerating keeps away from
// edited files. specimen-hash: 271d3f9b8b0e91cb
#include "digits_resnet20.h"
#include "digits_resnet20_kernels.h"
#include "digits_resnet20_labels.h"
#include "runtime/core/packer.h"

namespace digits_resnet20 {

using specimen_v2::ConvAlgorithm;
using specimen_v2::none;
using specimen_v2::Packer;
using specimen_v2::Scope;

// conv_bn: (batch, 8, 8, 1) -> (batch, 8, 8, 16)
static void pack(Packer& p, ConvBn8x8x16From8x8x1& w, const Scope& at) {
  p.conv2d_batch_norm(w.conv.filter, w.conv.bias, ConvAlgorithm::direct, {3, 3, 1, 16}, at("conv/kernel"), none,
                      {at("bn/gamma"), at("bn/beta"), at("bn/moving_mean"), at("bn/moving_variance"), 1e-05});
}

// basic: (batch, 8, 8, 16) -> (batch, 8, 8, 16)
static void pack(Packer& p, Basic8x8x16& w, const Scope& at) {
  p.conv2d_batch_norm(w.a.filter, w.a.bias, ConvAlgorithm::direct, {3, 3, 16, 16}, at("a/conv/kernel"), none,
                      {at("a/bn/gamma"), at("a/bn/beta"), at("a/bn/moving_mean"), at("a/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.b.filter, w.b.bias, ConvAlgorithm::direct, {3, 3, 16, 16}, at("b/conv/kernel"), none,
                      {at("b/bn/gamma"), at("b/bn/beta"), at("b/bn/moving_mean"), at("b/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.shortcut.filter, w.shortcut.bias, ConvAlgorithm::direct, {1, 1, 16, 16},
                      at("shortcut/conv/kernel"), none,
                      {at("shortcut/bn/gamma"), at("shortcut/bn/beta"), at("shortcut/bn/moving_mean"),
                       at("shortcut/bn/moving_variance"), 1e-05});
}

// basic: (batch, 8, 8, 16) -> (batch, 8, 8, 16)
static void pack(Packer& p, Basic8x8x162& w, const Scope& at) {
  p.conv2d_batch_norm(w.a.filter, w.a.bias, ConvAlgorithm::direct, {3, 3, 16, 16}, at("a/conv/kernel"), none,
                      {at("a/bn/gamma"), at("a/bn/beta"), at("a/bn/moving_mean"), at("a/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.b.filter, w.b.bias, ConvAlgorithm::direct, {3, 3, 16, 16}, at("b/conv/kernel"), none,
                      {at("b/bn/gamma"), at("b/bn/beta"), at("b/bn/moving_mean"), at("b/bn/moving_variance"), 1e-05});
}

// basic: (batch, 8, 8, 16) -> (batch, 4, 4, 32)
static void pack(Packer& p, Basic4x4x32From8x8x16& w, const Scope& at) {
  p.conv2d_batch_norm(w.a.filter, w.a.bias, ConvAlgorithm::direct, {3, 3, 16, 32}, at("a/conv/kernel"), none,
                      {at("a/bn/gamma"), at("a/bn/beta"), at("a/bn/moving_mean"), at("a/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.b.filter, w.b.bias, ConvAlgorithm::direct, {3, 3, 32, 32}, at("b/conv/kernel"), none,
                      {at("b/bn/gamma"), at("b/bn/beta"), at("b/bn/moving_mean"), at("b/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.shortcut.filter, w.shortcut.bias, ConvAlgorithm::direct, {1, 1, 16, 32},
                      at("shortcut/conv/kernel"), none,
                      {at("shortcut/bn/gamma"), at("shortcut/bn/beta"), at("shortcut/bn/moving_mean"),
                       at("shortcut/bn/moving_variance"), 1e-05});
}

// basic: (batch, 4, 4, 32) -> (batch, 4, 4, 32)
static void pack(Packer& p, Basic4x4x32& w, const Scope& at) {
  p.conv2d_batch_norm(w.a.filter, w.a.bias, ConvAlgorithm::direct, {3, 3, 32, 32}, at("a/conv/kernel"), none,
                      {at("a/bn/gamma"), at("a/bn/beta"), at("a/bn/moving_mean"), at("a/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.b.filter, w.b.bias, ConvAlgorithm::direct, {3, 3, 32, 32}, at("b/conv/kernel"), none,
                      {at("b/bn/gamma"), at("b/bn/beta"), at("b/bn/moving_mean"), at("b/bn/moving_variance"), 1e-05});
}

// basic: (batch, 4, 4, 32) -> (batch, 2, 2, 64)
static void pack(Packer& p, Basic2x2x64From4x4x32& w, const Scope& at) {
  p.conv2d_batch_norm(w.a.filter, w.a.bias, ConvAlgorithm::direct, {3, 3, 32, 64}, at("a/conv/kernel"), none,
                      {at("a/bn/gamma"), at("a/bn/beta"), at("a/bn/moving_mean"), at("a/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.b.filter, w.b.bias, ConvAlgorithm::direct, {3, 3, 64, 64}, at("b/conv/kernel"), none,
                      {at("b/bn/gamma"), at("b/bn/beta"), at("b/bn/moving_mean"), at("b/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.shortcut.filter, w.shortcut.bias, ConvAlgorithm::direct, {1, 1, 32, 64},
                      at("shortcut/conv/kernel"), none,
                      {at("shortcut/bn/gamma"), at("shortcut/bn/beta"), at("shortcut/bn/moving_mean"),
                       at("shortcut/bn/moving_variance"), 1e-05});
}

// basic: (batch, 2, 2, 64) -> (batch, 2, 2, 64)
static void pack(Packer& p, Basic2x2x64& w, const Scope& at) {
  p.conv2d_batch_norm(w.a.filter, w.a.bias, ConvAlgorithm::direct, {3, 3, 64, 64}, at("a/conv/kernel"), none,
                      {at("a/bn/gamma"), at("a/bn/beta"), at("a/bn/moving_mean"), at("a/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.b.filter, w.b.bias, ConvAlgorithm::direct, {3, 3, 64, 64}, at("b/conv/kernel"), none,
                      {at("b/bn/gamma"), at("b/bn/beta"), at("b/bn/moving_mean"), at("b/bn/moving_variance"), 1e-05});
}

// The whole network.
static void pack(Packer& p, Weights& w, const Scope& at) {
  p.dense(w.logits.filter, {64, 10}, at("logits/kernel"));
  p.vector(w.logits.bias, {10}, at("logits/bias"));
  pack(p, w.stem, at("stem"));
  pack(p, w.stage1_block1, at("stage1/block1"));
  pack(p, w.stage1_rest[0], at("stage1/block2"));
  pack(p, w.stage1_rest[1], at("stage1/block3"));
  pack(p, w.stage2_block1, at("stage2/block1"));
  pack(p, w.stage2_rest[0], at("stage2/block2"));
  pack(p, w.stage2_rest[1], at("stage2/block3"));
  pack(p, w.stage3_block1, at("stage3/block1"));
  pack(p, w.stage3_rest[0], at("stage3/block2"));
  pack(p, w.stage3_rest[1], at("stage3/block3"));
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
  if (!weights.is_open()) return Status(StatusCode::invalid_argument, "the weights of digits_resnet20 are not open");
  if (Status status = specimen_v2::Context::create(digits_resnet20::info(), options); !status) return status;
  weights_ = &weights;
  return Status();
}

static constexpr TensorInfo kInputs[] = {
    {"image",
     DType::f32,
     4,
     {kBatch, 8, 8, 1},
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
    {"stem/image/padded", {0}, {656}},
    {"stem/conv", {18432}, {5136}},
    {"stage1/block1/a", {294912}, {19776}},
    {"stage1/block1/b", {294912}, {19776}},
    {"stage1/block1/shortcut", {32768}, {13376}},
    {"stage1/block2/a", {294912}, {19776}},
    {"stage1/block2/b", {294912}, {23872}},
    {"stage1/block3/a", {294912}, {19776}},
    {"stage1/block3/b", {294912}, {23872}},
    {"stage2/block1/a", {147456}, {25792}},
    {"stage2/block1/b", {294912}, {43648}},
    {"stage2/block1/shortcut", {16384}, {9408}},
    {"stage2/block2/a", {294912}, {43648}},
    {"stage2/block2/b", {294912}, {45696}},
    {"stage2/block3/a", {294912}, {43648}},
    {"stage2/block3/b", {294912}, {45696}},
    {"stage3/block1/a", {147456}, {78208}},
    {"stage3/block1/b", {294912}, {152832}},
    {"stage3/block1/shortcut", {16384}, {11648}},
    {"stage3/block2/a", {294912}, {152832}},
    {"stage3/block2/b", {294912}, {153856}},
    {"stage3/block3/a", {294912}, {152832}},
    {"stage3/block3/b", {294912}, {153856}},
    {"avg_pool", {256}, {1280}},
    {"logits", {1280}, {4432}},
};

static constexpr FunctionInfo kFunctions[] = {
    {"forward", kInputs, 1, kOutputs, 1, kOps, 25, 5099008},
};

static constexpr SymbolInfo kSymbols[] = {
    {"batch", 8},
};

const ModelInfo& info() {
  static constexpr ModelInfo kInfo = {
      "digits_resnet20",
      "54ec190f8a620b05",
      kFunctions,
      1,
      kMaxBatch,
      kArenaBytesPerExample,
      0,
      kPackedBytes,
      274074,
      kSymbols,
      1,
      nullptr,
      0,
  };
  return kInfo;
}

}  // namespace digits_resnet20
