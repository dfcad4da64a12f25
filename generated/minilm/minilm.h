// minilm: all-MiniLM-L6-v2: a vector of length one for each text, near to those of texts that mean the same.
// token_ids (batch, sequence), segment_ids (batch, sequence), padding_mask (batch, sequence) -> embedding (batch, 384).
// 22,565,376 parameters, 6.05 GFLOP per example of 256 tokens.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: 36da860daa3454f2
//
//   minilm::Weights weights;  // once; any number of contexts may share it
//   minilm::Status status = weights.open("minilm.safetensors");
//   minilm::Context context;  // once for each thread that runs the model
//   if (status) status = context.create(weights);
//   if (status) status = minilm::forward(context, token_ids, segment_ids, padding_mask, embedding);
//   if (!status) std::fprintf(stderr, "%s\n", status.message());
#ifndef SPECIMEN_V2_MINILM_H
#define SPECIMEN_V2_MINILM_H

#include <cstddef>
#include <cstdint>

#include "runtime/core/context.h"
#include "runtime/core/version.h"
#include "runtime/core/weights.h"

#ifndef SPECIMEN_V2
#error "minilm was generated for version 2 of the Specimen runtime: generate it again, or use that version"
#endif

// What a shared library shows, as in minilm_c.h.
#ifndef MINILM_API
#if defined(MINILM_EXPORTS)
#define MINILM_API __attribute__((visibility("default")))
#else
#define MINILM_API
#endif
#endif

namespace minilm {

// What a program that uses the model needs of the runtime, whose own namespace carries its version.
using specimen_v2::Arena;
using specimen_v2::ConstTensor;
using specimen_v2::ConstTokens;
using specimen_v2::ContextOptions;
using specimen_v2::DType;
using specimen_v2::FunctionInfo;
using specimen_v2::kBatch;
using specimen_v2::LogHook;
using specimen_v2::MemoryHook;
using specimen_v2::ModelInfo;
using specimen_v2::ObservedOp;
using specimen_v2::Observer;
using specimen_v2::OpInfo;
using specimen_v2::ParallelHook;
using specimen_v2::Real;  // float
using specimen_v2::Status;
using specimen_v2::StatusCode;
using specimen_v2::SymbolInfo;
using specimen_v2::Target;
using specimen_v2::Tensor;
using specimen_v2::TensorInfo;
using specimen_v2::TensorSource;
using specimen_v2::ThreadPool;
using specimen_v2::WeightsOptions;

inline constexpr int kMaxBatch = 32;
inline constexpr int kMaxSequence = 256;
inline constexpr std::int64_t kArenaBytesPerExample = 1966080;  // of activations, per example of a batch
inline constexpr std::size_t kPackedBytes = 90261504;           // of weights, as the kernels read them

// Of each function names, dtypes and shapes of inputs and outputs and the ops in order with their costs; sizes.
MINILM_API const ModelInfo& info();

// What is known at run time of one run.
struct Sizes {
  std::int64_t batch = 1;
  std::int64_t sequence = 0;
};

struct Kernels;  // minilm_kernels.h

// The weights of one kernel call: filters in panels of 16 output channels, vectors as they are.
struct Embeddings {
  const Real* embeddings;
};
struct FilterBias {
  const Real *filter, *bias;
};
struct GammaBeta {
  const Real *gamma, *beta;
};
struct PositionEmbeddings {
  const Real* position_embeddings;
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

// All weights, packed. Moves, does not copy; read-only once open.
struct Weights : specimen_v2::PackedWeights {
  Bert backbone;  // backbone

  // From a checkpoint (safetensors, f32) or from packed weights. Errors: the file's own; not_found and data_error for
  // tensors that are missing or of another shape; unsupported for a target that this machine or this build lacks.
  MINILM_API Status open(const char* path, const WeightsOptions& options = {});
  // From a checkpoint in memory, which may go away afterwards.
  MINILM_API Status open_memory(const void* data, std::size_t size, const WeightsOptions& options = {});
  MINILM_API Status open_source(const TensorSource& source, const WeightsOptions& options = {});
  // Writes what was packed; such a file opens without copying and folding.
  MINILM_API Status save_packed(const char* path) const;

  const Kernels* kernels = nullptr;  // of the target that was chosen
};

// What one caller owns: the arena, memory for threads, hooks. Used by one thread at a time; neither copied nor moved.
class Context : public specimen_v2::Context {
 public:
  // Takes all the memory that a run will need. The weights must outlive the context.
  MINILM_API Status create(const Weights& weights, const ContextOptions& options = {});

  const Weights& weights() const { return *weights_; }
  const Kernels& kernels() const { return *weights_->kernels; }

 private:
  const Weights* weights_ = nullptr;
};

// The whole network, for 1 to the context's batch examples of 1 to kMaxSequence tokens. Dense views of equal batch and
// sequence; token_ids (batch, sequence) i32; segment_ids (batch, sequence) i32; padding_mask (batch, sequence) i32;
// embedding (batch, 384). What is at padding has no influence on other tokens. Allocates nothing. Errors:
// invalid_argument for views of other shapes, for ids that the model does not have, and for a context that runs in
// another thread.
MINILM_API Status forward(Context& ctx, ConstTokens token_ids, ConstTokens segment_ids, ConstTokens padding_mask,
                          Tensor embedding);

}  // namespace minilm

#endif  // SPECIMEN_V2_MINILM_H
