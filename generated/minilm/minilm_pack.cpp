// minilm: from a checkpoint's tensors to what the kernels read: kernels of dense layers are laid out in panels of 16
// units. Also what the model says of itself, and how it is opened.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: e33b0331ed1df46e
#include "minilm.h"
#include "minilm_kernels.h"
#include "runtime/core/packer.h"

namespace minilm {

using specimen_v2::ConvAlgorithm;
using specimen_v2::none;
using specimen_v2::Packer;
using specimen_v2::Scope;

// bert_embeddings: (batch, sequence), (batch, sequence) -> (batch, sequence, 384)
static void pack(Packer& p, BertEmbeddings& w, const Scope& at) {
  p.vector(w.token.embeddings, {30522, 384}, at("token/embeddings"));
  p.vector(w.position.position_embeddings, {512, 384}, at("position/position_embeddings"));
  p.vector(w.segment.embeddings, {2, 384}, at("segment/embeddings"));
  p.vector(w.norm.gamma, {384}, at("norm/gamma"));
  p.vector(w.norm.beta, {384}, at("norm/beta"));
}

// multi_head_attention: (batch, sequence, 384), (batch, sequence) -> (batch, sequence, 384)
static void pack(Packer& p, MultiHeadAttention& w, const Scope& at) {
  p.dense(w.query.filter, {384, 384}, at("query/kernel"));
  p.vector(w.query.bias, {384}, at("query/bias"));
  p.dense(w.key.filter, {384, 384}, at("key/kernel"));
  p.vector(w.key.bias, {384}, at("key/bias"));
  p.dense(w.value.filter, {384, 384}, at("value/kernel"));
  p.vector(w.value.bias, {384}, at("value/bias"));
  p.dense(w.output.filter, {384, 384}, at("output/kernel"));
  p.vector(w.output.bias, {384}, at("output/bias"));
}

// feed_forward: (batch, sequence, 384) -> (batch, sequence, 384)
static void pack(Packer& p, FeedForward& w, const Scope& at) {
  p.dense(w.intermediate.filter, {384, 1536}, at("intermediate/kernel"));
  p.vector(w.intermediate.bias, {1536}, at("intermediate/bias"));
  p.dense(w.output.filter, {1536, 384}, at("output/kernel"));
  p.vector(w.output.bias, {384}, at("output/bias"));
}

// transformer_encoder: (batch, sequence, 384), (batch, sequence) -> (batch, sequence, 384)
static void pack(Packer& p, TransformerEncoder& w, const Scope& at) {
  p.vector(w.attention_norm.gamma, {384}, at("attention_norm/gamma"));
  p.vector(w.attention_norm.beta, {384}, at("attention_norm/beta"));
  p.vector(w.feed_forward_norm.gamma, {384}, at("feed_forward_norm/gamma"));
  p.vector(w.feed_forward_norm.beta, {384}, at("feed_forward_norm/beta"));
  pack(p, w.attention, at("attention"));
  pack(p, w.feed_forward, at("feed_forward"));
}

// bert: (batch, sequence), (batch, sequence), (batch, sequence) -> (batch, sequence, 384)
static void pack(Packer& p, Bert& w, const Scope& at) {
  pack(p, w.embeddings, at("embeddings"));
  pack(p, w.layer1_to_6[0], at("layer1"));
  pack(p, w.layer1_to_6[1], at("layer2"));
  pack(p, w.layer1_to_6[2], at("layer3"));
  pack(p, w.layer1_to_6[3], at("layer4"));
  pack(p, w.layer1_to_6[4], at("layer5"));
  pack(p, w.layer1_to_6[5], at("layer6"));
}

// The whole network.
static void pack(Packer& p, Weights& w, const Scope& at) { pack(p, w.backbone, at("backbone")); }

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
  if (!weights.is_open()) return Status(StatusCode::invalid_argument, "the weights of minilm are not open");
  if (Status status = specimen_v2::Context::create(minilm::info(), options); !status) return status;
  weights_ = &weights;
  return Status();
}

static constexpr TensorInfo kInputs[] = {
    {"token_ids", DType::i32, 2, {kBatch, -2}, "{\"from_text\": {\"tokenizer\": \"wordpiece\"}}", 30522},
    {"segment_ids", DType::i32, 2, {kBatch, -2}, "{}", 2},
    {"padding_mask", DType::i32, 2, {kBatch, -2}, "{}", 2, true},
};

static constexpr TensorInfo kOutputs[] = {
    {"embedding", DType::f32, 2, {kBatch, 384}, "{\"kind\": \"embedding\"}"},
};

// The ops in order of execution, with their FLOPs and bytes.
static constexpr OpInfo kOps[] = {
    {"backbone/embeddings/token", {0}, {0, 3076}},
    {"backbone/embeddings/position", {0, 384}, {0, 4608}},
    {"backbone/embeddings/segment", {0, 384}, {3072, 3076}},
    {"backbone/embeddings/norm", {0, 3072}, {3072, 3072}},
    {"backbone/layer1/attention/query", {0, 294912}, {591360, 3072}},
    {"backbone/layer1/attention/key", {0, 294912}, {591360, 3072}},
    {"backbone/layer1/attention/value", {0, 294912}, {591360, 3072}},
    {"backbone/layer1/attention/heads", {0, 0, 1536}, {0, 6148}},
    {"backbone/layer1/attention/output", {0, 294912}, {591360, 4608}},
    {"backbone/layer1/attention_norm", {0, 3072}, {3072, 3072}},
    {"backbone/layer1/feed_forward/intermediate", {0, 1179648}, {2365440, 7680}},
    {"backbone/layer1/feed_forward/output", {0, 1179648}, {2360832, 9216}},
    {"backbone/layer1/feed_forward_norm", {0, 3072}, {3072, 3072}},
    {"backbone/layer2/attention/query", {0, 294912}, {591360, 3072}},
    {"backbone/layer2/attention/key", {0, 294912}, {591360, 3072}},
    {"backbone/layer2/attention/value", {0, 294912}, {591360, 3072}},
    {"backbone/layer2/attention/heads", {0, 0, 1536}, {0, 6148}},
    {"backbone/layer2/attention/output", {0, 294912}, {591360, 4608}},
    {"backbone/layer2/attention_norm", {0, 3072}, {3072, 3072}},
    {"backbone/layer2/feed_forward/intermediate", {0, 1179648}, {2365440, 7680}},
    {"backbone/layer2/feed_forward/output", {0, 1179648}, {2360832, 9216}},
    {"backbone/layer2/feed_forward_norm", {0, 3072}, {3072, 3072}},
    {"backbone/layer3/attention/query", {0, 294912}, {591360, 3072}},
    {"backbone/layer3/attention/key", {0, 294912}, {591360, 3072}},
    {"backbone/layer3/attention/value", {0, 294912}, {591360, 3072}},
    {"backbone/layer3/attention/heads", {0, 0, 1536}, {0, 6148}},
    {"backbone/layer3/attention/output", {0, 294912}, {591360, 4608}},
    {"backbone/layer3/attention_norm", {0, 3072}, {3072, 3072}},
    {"backbone/layer3/feed_forward/intermediate", {0, 1179648}, {2365440, 7680}},
    {"backbone/layer3/feed_forward/output", {0, 1179648}, {2360832, 9216}},
    {"backbone/layer3/feed_forward_norm", {0, 3072}, {3072, 3072}},
    {"backbone/layer4/attention/query", {0, 294912}, {591360, 3072}},
    {"backbone/layer4/attention/key", {0, 294912}, {591360, 3072}},
    {"backbone/layer4/attention/value", {0, 294912}, {591360, 3072}},
    {"backbone/layer4/attention/heads", {0, 0, 1536}, {0, 6148}},
    {"backbone/layer4/attention/output", {0, 294912}, {591360, 4608}},
    {"backbone/layer4/attention_norm", {0, 3072}, {3072, 3072}},
    {"backbone/layer4/feed_forward/intermediate", {0, 1179648}, {2365440, 7680}},
    {"backbone/layer4/feed_forward/output", {0, 1179648}, {2360832, 9216}},
    {"backbone/layer4/feed_forward_norm", {0, 3072}, {3072, 3072}},
    {"backbone/layer5/attention/query", {0, 294912}, {591360, 3072}},
    {"backbone/layer5/attention/key", {0, 294912}, {591360, 3072}},
    {"backbone/layer5/attention/value", {0, 294912}, {591360, 3072}},
    {"backbone/layer5/attention/heads", {0, 0, 1536}, {0, 6148}},
    {"backbone/layer5/attention/output", {0, 294912}, {591360, 4608}},
    {"backbone/layer5/attention_norm", {0, 3072}, {3072, 3072}},
    {"backbone/layer5/feed_forward/intermediate", {0, 1179648}, {2365440, 7680}},
    {"backbone/layer5/feed_forward/output", {0, 1179648}, {2360832, 9216}},
    {"backbone/layer5/feed_forward_norm", {0, 3072}, {3072, 3072}},
    {"backbone/layer6/attention/query", {0, 294912}, {591360, 3072}},
    {"backbone/layer6/attention/key", {0, 294912}, {591360, 3072}},
    {"backbone/layer6/attention/value", {0, 294912}, {591360, 3072}},
    {"backbone/layer6/attention/heads", {0, 0, 1536}, {0, 6148}},
    {"backbone/layer6/attention/output", {0, 294912}, {591360, 4608}},
    {"backbone/layer6/attention_norm", {0, 3072}, {3072, 3072}},
    {"backbone/layer6/feed_forward/intermediate", {0, 1179648}, {2365440, 7680}},
    {"backbone/layer6/feed_forward/output", {0, 1179648}, {2360832, 9216}},
    {"backbone/layer6/feed_forward_norm", {0, 3072}, {3072, 3072}},
    {"mean", {0, 384}, {0, 3076}},
    {"embedding", {3072}, {3072}},
};

static constexpr FunctionInfo kFunctions[] = {
    {"forward", kInputs, 3, kOutputs, 1, kOps, 60, 6050319360},
};

static constexpr SymbolInfo kSymbols[] = {
    {"batch", 32},
    {"sequence", 256},
};

const ModelInfo& info() {
  static constexpr ModelInfo kInfo = {
      "minilm", "e898c0266151b857", kFunctions, 1,       kMaxBatch, kArenaBytesPerExample, 69632, kPackedBytes,
      22565376, kSymbols,           2,          nullptr, 0,
  };
  return kInfo;
}

}  // namespace minilm
