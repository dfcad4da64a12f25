// minilm: all-MiniLM-L6-v2: a vector of length one for each text, near to those of texts that mean the same.
// token_ids (batch, sequence), segment_ids (batch, sequence), padding_mask (batch, sequence) -> embedding (batch, 384).
// 22,565,376 parameters, 13.3 GFLOP a text of 512 tokens.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: b379d5314b7db663
//
//   minilm::Weights weights;
//   specimen::Status status = weights.open("minilm.safetensors");  // once; any number of contexts may share it
//   minilm::Context context;
//   if (status) status = context.create(weights);                     // once for each thread that runs the model
//   if (status) status = minilm::forward(context, token_ids, segment_ids, padding_mask, embedding);
//   if (!status) std::fprintf(stderr, "%s\n", status.message());
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/core/context.h"
#include "runtime/core/version.h"
#include "runtime/core/weights.h"

#if SPECIMEN_RUNTIME_VERSION != 1
#error "minilm was generated for version 1 of the Specimen runtime: generate it again, or use that version"
#endif

namespace minilm {

using specimen::ConstTensor;
using specimen::ConstTokens;
using specimen::Scratch;
using specimen::Status;
using specimen::Tensor;

inline constexpr int kMaxBatch = 32;
inline constexpr int kMaxSequence = 512;
inline constexpr std::int64_t kArenaBytesPerImage = 3932160;  // of activations, for each text of a batch
inline constexpr std::size_t kPreparedFloats = 22565376;      // of weights, as the kernels read them

// Names, dtypes and shapes of inputs and outputs, the ops in order, sizes.
const specimen::ModelInfo& info();

struct Kernels;  // minilm_kernels.h

// The weights of one kernel call: filters in panels of 16 output channels, vectors as they are.
struct Embeddings {
  const float* embeddings;
};
struct FilterBias {
  const float *filter, *bias;
};
struct GammaBeta {
  const float *gamma, *beta;
};
struct PositionEmbeddings {
  const float* position_embeddings;
};

// bert_embeddings: (batch, sequence), (batch, sequence) -> (batch, sequence, 384)
struct BertEmbeddings {
  Embeddings token;             // embeddings (30522, 384)
  PositionEmbeddings position;  // position_embeddings (512, 384)
  Embeddings segment;           // embeddings (2, 384)
  GammaBeta norm;               // gamma (384), beta (384)
};

// multi_head_attention: (batch, sequence, 384), (batch, sequence) -> (batch, sequence, 384)
struct MultiHeadAttention {
  FilterBias query;   // filter (24, 384, 16), bias (384)
  FilterBias key;     // filter (24, 384, 16), bias (384)
  FilterBias value;   // filter (24, 384, 16), bias (384)
  FilterBias output;  // filter (24, 384, 16), bias (384)
};

// feed_forward: (batch, sequence, 384) -> (batch, sequence, 384)
struct FeedForward {
  FilterBias intermediate;  // filter (96, 384, 16), bias (1536)
  FilterBias output;        // filter (24, 1536, 16), bias (384)
};

// transformer_encoder: (batch, sequence, 384), (batch, sequence) -> (batch, sequence, 384)
struct TransformerEncoder {
  MultiHeadAttention attention;  // attention
  GammaBeta attention_norm;      // gamma (384), beta (384)
  FeedForward feed_forward;      // feed_forward
  GammaBeta feed_forward_norm;   // gamma (384), beta (384)
};

// bert: (batch, sequence), (batch, sequence), (batch, sequence) -> (batch, sequence, 384)
struct Bert {
  BertEmbeddings embeddings;          // embeddings
  TransformerEncoder layer1_to_6[6];  // layer1 .. layer6
};

// All weights, prepared. Moves, does not copy; read-only once open.
struct Weights : specimen::PreparedWeights {
  Bert backbone;  // backbone

  // From a checkpoint (safetensors, f32) or from prepared weights. Errors: the file's own; not_found and data_error for
  // tensors that are missing or of another shape; unsupported for a level that this machine or this build lacks.
  Status open(const char* path, const specimen::WeightsOptions& options = {});
  // From a checkpoint in memory, which may go away afterwards.
  Status open_memory(const void* data, std::size_t size, const specimen::WeightsOptions& options = {});
  Status open_source(const specimen::TensorSource& source, const specimen::WeightsOptions& options = {});
  // Writes what was prepared; such a file opens without copying and folding.
  Status save_prepared(const char* path) const;

  const Kernels* kernels = nullptr;  // of the level that was chosen
};

// What one caller owns: the arena, memory for threads, hooks. Used by one thread at a time; neither copied nor moved.
class Context : public specimen::Context {
 public:
  // Takes all the memory that `forward` will need. The weights must outlive the context.
  Status create(const Weights& weights, const specimen::ContextOptions& options = {});

  const Weights& weights() const { return *weights_; }
  const Kernels& kernels() const { return *weights_->kernels; }

 private:
  const Weights* weights_ = nullptr;
};

// The whole network, for 1 to the context's batch texts of 1 to kMaxSequence tokens. Dense views of equal batch and
// sequence; token_ids (batch, sequence) i32; segment_ids (batch, sequence) i32; padding_mask (batch, sequence) i32;
// embedding (batch, 384). What lies at padding has no influence on other tokens. Allocates nothing. Errors:
// invalid_argument for views of other shapes, for ids that the model does not have, and for a context that runs in
// another thread.
Status forward(Context& ctx, ConstTokens token_ids, ConstTokens segment_ids, ConstTokens padding_mask,
               Tensor embedding);

}  // namespace minilm
