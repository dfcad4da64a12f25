// resnet50: from a checkpoint's tensors to what the kernels read. Batch norms become factors of the filters and biases,
// filters are laid out in panels of 16 output channels. Also what the model says of itself, and how it is opened.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 41be234334c4aee4
#include "resnet50.h"
#include "resnet50_kernels.h"
#include "resnet50_labels.h"
#include "runtime/core/packer.h"

namespace resnet50 {

using specimen_v2::ConvAlgorithm;
using specimen_v2::none;
using specimen_v2::Packer;
using specimen_v2::Scope;

// conv_bn: (batch, 224, 224, 3) -> (batch, 112, 112, 64)
static void pack(Packer& p, ConvBn112x112x64From224x224x3& w, const Scope& at) {
  p.conv2d_batch_norm(w.conv.filter, w.conv.bias, ConvAlgorithm::direct, {7, 7, 3, 64}, at("conv/kernel"), none,
                      {at("bn/gamma"), at("bn/beta"), at("bn/moving_mean"), at("bn/moving_variance"), 1e-05});
}

// bottleneck: (batch, 56, 56, 64) -> (batch, 56, 56, 256)
static void pack(Packer& p, Bottleneck56x56x256From56x56x64& w, const Scope& at) {
  p.conv2d_batch_norm(w.a.filter, w.a.bias, ConvAlgorithm::direct, {1, 1, 64, 64}, at("a/conv/kernel"), none,
                      {at("a/bn/gamma"), at("a/bn/beta"), at("a/bn/moving_mean"), at("a/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.b.filter, w.b.bias, ConvAlgorithm::winograd_4, {3, 3, 64, 64}, at("b/conv/kernel"), none,
                      {at("b/bn/gamma"), at("b/bn/beta"), at("b/bn/moving_mean"), at("b/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.c.filter, w.c.bias, ConvAlgorithm::direct, {1, 1, 64, 256}, at("c/conv/kernel"), none,
                      {at("c/bn/gamma"), at("c/bn/beta"), at("c/bn/moving_mean"), at("c/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.shortcut.filter, w.shortcut.bias, ConvAlgorithm::direct, {1, 1, 64, 256},
                      at("shortcut/conv/kernel"), none,
                      {at("shortcut/bn/gamma"), at("shortcut/bn/beta"), at("shortcut/bn/moving_mean"),
                       at("shortcut/bn/moving_variance"), 1e-05});
}

// bottleneck: (batch, 56, 56, 256) -> (batch, 56, 56, 256)
static void pack(Packer& p, Bottleneck56x56x256& w, const Scope& at) {
  p.conv2d_batch_norm(w.a.filter, w.a.bias, ConvAlgorithm::direct, {1, 1, 256, 64}, at("a/conv/kernel"), none,
                      {at("a/bn/gamma"), at("a/bn/beta"), at("a/bn/moving_mean"), at("a/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.b.filter, w.b.bias, ConvAlgorithm::winograd_4, {3, 3, 64, 64}, at("b/conv/kernel"), none,
                      {at("b/bn/gamma"), at("b/bn/beta"), at("b/bn/moving_mean"), at("b/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.c.filter, w.c.bias, ConvAlgorithm::direct, {1, 1, 64, 256}, at("c/conv/kernel"), none,
                      {at("c/bn/gamma"), at("c/bn/beta"), at("c/bn/moving_mean"), at("c/bn/moving_variance"), 1e-05});
}

// bottleneck: (batch, 56, 56, 256) -> (batch, 28, 28, 512)
static void pack(Packer& p, Bottleneck28x28x512From56x56x256& w, const Scope& at) {
  p.conv2d_batch_norm(w.a.filter, w.a.bias, ConvAlgorithm::direct, {1, 1, 256, 128}, at("a/conv/kernel"), none,
                      {at("a/bn/gamma"), at("a/bn/beta"), at("a/bn/moving_mean"), at("a/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.b.filter, w.b.bias, ConvAlgorithm::direct, {3, 3, 128, 128}, at("b/conv/kernel"), none,
                      {at("b/bn/gamma"), at("b/bn/beta"), at("b/bn/moving_mean"), at("b/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.c.filter, w.c.bias, ConvAlgorithm::direct, {1, 1, 128, 512}, at("c/conv/kernel"), none,
                      {at("c/bn/gamma"), at("c/bn/beta"), at("c/bn/moving_mean"), at("c/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.shortcut.filter, w.shortcut.bias, ConvAlgorithm::direct, {1, 1, 256, 512},
                      at("shortcut/conv/kernel"), none,
                      {at("shortcut/bn/gamma"), at("shortcut/bn/beta"), at("shortcut/bn/moving_mean"),
                       at("shortcut/bn/moving_variance"), 1e-05});
}

// bottleneck: (batch, 28, 28, 512) -> (batch, 28, 28, 512)
static void pack(Packer& p, Bottleneck28x28x512& w, const Scope& at) {
  p.conv2d_batch_norm(w.a.filter, w.a.bias, ConvAlgorithm::direct, {1, 1, 512, 128}, at("a/conv/kernel"), none,
                      {at("a/bn/gamma"), at("a/bn/beta"), at("a/bn/moving_mean"), at("a/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.b.filter, w.b.bias, ConvAlgorithm::winograd_4, {3, 3, 128, 128}, at("b/conv/kernel"), none,
                      {at("b/bn/gamma"), at("b/bn/beta"), at("b/bn/moving_mean"), at("b/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.c.filter, w.c.bias, ConvAlgorithm::direct, {1, 1, 128, 512}, at("c/conv/kernel"), none,
                      {at("c/bn/gamma"), at("c/bn/beta"), at("c/bn/moving_mean"), at("c/bn/moving_variance"), 1e-05});
}

// bottleneck: (batch, 28, 28, 512) -> (batch, 14, 14, 1024)
static void pack(Packer& p, Bottleneck14x14x1024From28x28x512& w, const Scope& at) {
  p.conv2d_batch_norm(w.a.filter, w.a.bias, ConvAlgorithm::direct, {1, 1, 512, 256}, at("a/conv/kernel"), none,
                      {at("a/bn/gamma"), at("a/bn/beta"), at("a/bn/moving_mean"), at("a/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.b.filter, w.b.bias, ConvAlgorithm::direct, {3, 3, 256, 256}, at("b/conv/kernel"), none,
                      {at("b/bn/gamma"), at("b/bn/beta"), at("b/bn/moving_mean"), at("b/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.c.filter, w.c.bias, ConvAlgorithm::direct, {1, 1, 256, 1024}, at("c/conv/kernel"), none,
                      {at("c/bn/gamma"), at("c/bn/beta"), at("c/bn/moving_mean"), at("c/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.shortcut.filter, w.shortcut.bias, ConvAlgorithm::direct, {1, 1, 512, 1024},
                      at("shortcut/conv/kernel"), none,
                      {at("shortcut/bn/gamma"), at("shortcut/bn/beta"), at("shortcut/bn/moving_mean"),
                       at("shortcut/bn/moving_variance"), 1e-05});
}

// bottleneck: (batch, 14, 14, 1024) -> (batch, 14, 14, 1024)
static void pack(Packer& p, Bottleneck14x14x1024& w, const Scope& at) {
  p.conv2d_batch_norm(w.a.filter, w.a.bias, ConvAlgorithm::direct, {1, 1, 1024, 256}, at("a/conv/kernel"), none,
                      {at("a/bn/gamma"), at("a/bn/beta"), at("a/bn/moving_mean"), at("a/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.b.filter, w.b.bias, ConvAlgorithm::winograd_4, {3, 3, 256, 256}, at("b/conv/kernel"), none,
                      {at("b/bn/gamma"), at("b/bn/beta"), at("b/bn/moving_mean"), at("b/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.c.filter, w.c.bias, ConvAlgorithm::direct, {1, 1, 256, 1024}, at("c/conv/kernel"), none,
                      {at("c/bn/gamma"), at("c/bn/beta"), at("c/bn/moving_mean"), at("c/bn/moving_variance"), 1e-05});
}

// bottleneck: (batch, 14, 14, 1024) -> (batch, 7, 7, 2048)
static void pack(Packer& p, Bottleneck7x7x2048From14x14x1024& w, const Scope& at) {
  p.conv2d_batch_norm(w.a.filter, w.a.bias, ConvAlgorithm::direct, {1, 1, 1024, 512}, at("a/conv/kernel"), none,
                      {at("a/bn/gamma"), at("a/bn/beta"), at("a/bn/moving_mean"), at("a/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.b.filter, w.b.bias, ConvAlgorithm::direct, {3, 3, 512, 512}, at("b/conv/kernel"), none,
                      {at("b/bn/gamma"), at("b/bn/beta"), at("b/bn/moving_mean"), at("b/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.c.filter, w.c.bias, ConvAlgorithm::direct, {1, 1, 512, 2048}, at("c/conv/kernel"), none,
                      {at("c/bn/gamma"), at("c/bn/beta"), at("c/bn/moving_mean"), at("c/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.shortcut.filter, w.shortcut.bias, ConvAlgorithm::direct, {1, 1, 1024, 2048},
                      at("shortcut/conv/kernel"), none,
                      {at("shortcut/bn/gamma"), at("shortcut/bn/beta"), at("shortcut/bn/moving_mean"),
                       at("shortcut/bn/moving_variance"), 1e-05});
}

// bottleneck: (batch, 7, 7, 2048) -> (batch, 7, 7, 2048)
static void pack(Packer& p, Bottleneck7x7x2048& w, const Scope& at) {
  p.conv2d_batch_norm(w.a.filter, w.a.bias, ConvAlgorithm::direct, {1, 1, 2048, 512}, at("a/conv/kernel"), none,
                      {at("a/bn/gamma"), at("a/bn/beta"), at("a/bn/moving_mean"), at("a/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.b.filter, w.b.bias, ConvAlgorithm::winograd_2, {3, 3, 512, 512}, at("b/conv/kernel"), none,
                      {at("b/bn/gamma"), at("b/bn/beta"), at("b/bn/moving_mean"), at("b/bn/moving_variance"), 1e-05});
  p.conv2d_batch_norm(w.c.filter, w.c.bias, ConvAlgorithm::direct, {1, 1, 512, 2048}, at("c/conv/kernel"), none,
                      {at("c/bn/gamma"), at("c/bn/beta"), at("c/bn/moving_mean"), at("c/bn/moving_variance"), 1e-05});
}

// The whole network.
static void pack(Packer& p, Weights& w, const Scope& at) {
  p.dense(w.logits.filter, {2048, 1001}, at("logits/kernel"));
  p.vector(w.logits.bias, {1001}, at("logits/bias"));
  pack(p, w.stem, at("stem"));
  pack(p, w.stage1_block1, at("stage1/block1"));
  pack(p, w.stage1_rest[0], at("stage1/block2"));
  pack(p, w.stage1_rest[1], at("stage1/block3"));
  pack(p, w.stage2_block1, at("stage2/block1"));
  pack(p, w.stage2_rest[0], at("stage2/block2"));
  pack(p, w.stage2_rest[1], at("stage2/block3"));
  pack(p, w.stage2_rest[2], at("stage2/block4"));
  pack(p, w.stage3_block1, at("stage3/block1"));
  pack(p, w.stage3_rest[0], at("stage3/block2"));
  pack(p, w.stage3_rest[1], at("stage3/block3"));
  pack(p, w.stage3_rest[2], at("stage3/block4"));
  pack(p, w.stage3_rest[3], at("stage3/block5"));
  pack(p, w.stage3_rest[4], at("stage3/block6"));
  pack(p, w.stage4_block1, at("stage4/block1"));
  pack(p, w.stage4_rest[0], at("stage4/block2"));
  pack(p, w.stage4_rest[1], at("stage4/block3"));
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
  if (!weights.is_open()) return Status(StatusCode::invalid_argument, "the weights of resnet50 are not open");
  if (Status status = specimen_v2::Context::create(resnet50::info(), options); !status) return status;
  weights_ = &weights;
  return Status();
}

static constexpr TensorInfo kInputs[] = {
    {"image",
     DType::f32,
     4,
     {kBatch, 224, 224, 3},
     "{\"from_image\": {\"library\": \"tf_models\", \"interpolation\": \"bilinear\", \"resize_short_side\": 256, "
     "\"mean\": [123.68, 116.78, 103.94]}}"},
};

static constexpr TensorInfo kOutputs[] = {
    {"logits",
     DType::f32,
     2,
     {kBatch, 1001},
     "{\"kind\": \"logits\", \"labels\": \"imagenet_1001\"}",
     0,
     false,
     kLogitsLabels,
     1001},
};

// The ops in order of execution, with their FLOPs and bytes.
static constexpr OpInfo kOps[] = {
    {"stem/image/padded", {0}, {1231404}},
    {"stem/conv", {236027904}, {3878444}},
    {"pool", {1806336}, {4071680}},
    {"stage1/block1/a", {25690112}, {1622272}},
    {"stage1/block1/b", {231211008}, {2254080}},
    {"stage1/block1/c", {102760448}, {4080640}},
    {"stage1/block1/shortcut", {102760448}, {7291904}},
    {"stage1/block2/a", {102760448}, {4079872}},
    {"stage1/block2/b", {231211008}, {2254080}},
    {"stage1/block2/c", {102760448}, {7291904}},
    {"stage1/block3/a", {102760448}, {4079872}},
    {"stage1/block3/b", {231211008}, {2254080}},
    {"stage1/block3/c", {102760448}, {7291904}},
    {"stage2/block1/a", {205520896}, {4948480}},
    {"stage2/block1/b", {231211008}, {2655232}},
    {"stage2/block1/c", {102760448}, {2271232}},
    {"stage2/block1/shortcut", {205520896}, {6835200}},
    {"stage2/block2/a", {102760448}, {2269696}},
    {"stage2/block2/b", {231211008}, {3222016}},
    {"stage2/block2/c", {102760448}, {3876864}},
    {"stage2/block3/a", {102760448}, {2269696}},
    {"stage2/block3/b", {231211008}, {3222016}},
    {"stage2/block3/c", {102760448}, {3876864}},
    {"stage2/block4/a", {102760448}, {2269696}},
    {"stage2/block4/b", {231211008}, {3222016}},
    {"stage2/block4/c", {102760448}, {3876864}},
    {"stage3/block1/a", {205520896}, {2933760}},
    {"stage3/block1/b", {231211008}, {3422208}},
    {"stage3/block1/c", {102760448}, {2056192}},
    {"stage3/block1/shortcut", {205520896}, {5199872}},
    {"stage3/block2/a", {102760448}, {2053120}},
    {"stage3/block2/b", {231211008}, {9970688}},
    {"stage3/block2/c", {102760448}, {2859008}},
    {"stage3/block3/a", {102760448}, {2053120}},
    {"stage3/block3/b", {231211008}, {9970688}},
    {"stage3/block3/c", {102760448}, {2859008}},
    {"stage3/block4/a", {102760448}, {2053120}},
    {"stage3/block4/b", {231211008}, {9970688}},
    {"stage3/block4/c", {102760448}, {2859008}},
    {"stage3/block5/a", {102760448}, {2053120}},
    {"stage3/block5/b", {231211008}, {9970688}},
    {"stage3/block5/c", {102760448}, {2859008}},
    {"stage3/block6/a", {102760448}, {2053120}},
    {"stage3/block6/b", {231211008}, {9970688}},
    {"stage3/block6/c", {102760448}, {2859008}},
    {"stage4/block1/a", {205520896}, {3303424}},
    {"stage4/block1/b", {231211008}, {10000384}},
    {"stage4/block1/c", {102760448}, {4704256}},
    {"stage4/block1/shortcut", {205520896}, {9891840}},
    {"stage4/block2/a", {102760448}, {4698112}},
    {"stage4/block2/b", {231211008}, {17084416}},
    {"stage4/block2/c", {102760448}, {5105664}},
    {"stage4/block3/a", {102760448}, {4698112}},
    {"stage4/block3/b", {231211008}, {17084416}},
    {"stage4/block3/c", {102760448}, {5105664}},
    {"avg_pool", {100352}, {409600}},
    {"logits", {4100096}, {8273736}},
};

static constexpr FunctionInfo kFunctions[] = {
    {"forward", kInputs, 1, kOutputs, 1, kOps, 57, 8180279296},
};

static constexpr SymbolInfo kSymbols[] = {
    {"batch", 8},
};

const ModelInfo& info() {
  static constexpr ModelInfo kInfo = {
      "resnet50", "c971475b77a316b1", kFunctions, 1,       kMaxBatch, kArenaBytesPerExample, 1128960, kPackedBytes,
      25612201,   kSymbols,           1,          nullptr, 0,
  };
  return kInfo;
}

}  // namespace resnet50
