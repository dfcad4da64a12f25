// digits_resnet20: The CIFAR ResNet-20 on 8x8 handwritten digits. Trained weights: tests/golden/digits.
// image (batch, 8, 8, 1) -> logits (batch, 10). 274,074 parameters, 5.1 MFLOP per example.
//
// Made by specimen from specs/vision/digits_resnet20.json. Yours to read and change; regenerating keeps away from
// edited files. specimen-hash: 4c146f0bcc64a6e8
//
//   digits_resnet20::Weights weights;  // once; any number of contexts may share it
//   digits_resnet20::Status status = weights.open("digits_resnet20.safetensors");
//   digits_resnet20::Context context;  // once for each thread that runs the model
//   if (status) status = context.create(weights);
//   if (status) status = digits_resnet20::forward(context, image, logits);
//   if (!status) std::fprintf(stderr, "%s\n", status.message());
#ifndef SPECIMEN_V2_DIGITS_RESNET20_H
#define SPECIMEN_V2_DIGITS_RESNET20_H

#include <cstddef>
#include <cstdint>

#include "runtime/core/context.h"
#include "runtime/core/version.h"
#include "runtime/core/weights.h"

#ifndef SPECIMEN_V2
#error "digits_resnet20 was generated for version 2 of the Specimen runtime: generate it again, or use that version"
#endif

// What a shared library shows, as in digits_resnet20_c.h.
#ifndef DIGITS_RESNET20_API
#if defined(DIGITS_RESNET20_EXPORTS)
#define DIGITS_RESNET20_API __attribute__((visibility("default")))
#else
#define DIGITS_RESNET20_API
#endif
#endif

namespace digits_resnet20 {

// What a program that uses the model needs of the runtime, whose own namespace carries its version.
using specimen_v2::Arena;
using specimen_v2::ConstTensor;
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

inline constexpr int kMaxBatch = 8;
inline constexpr std::int64_t kArenaBytesPerExample = 19200;  // of activations, per example of a batch
inline constexpr std::size_t kPackedBytes = 1088256;          // of weights, as the kernels read them

// Of each function names, dtypes and shapes of inputs and outputs and the ops in order with their costs; sizes.
DIGITS_RESNET20_API const ModelInfo& info();

// What is known at run time of one run.
struct Sizes {
  std::int64_t batch = 1;
};

struct Kernels;  // digits_resnet20_kernels.h

// The weights of one kernel call: filters in panels of 16 output channels, vectors as they are.
struct FilterBias {
  const Real *filter, *bias;
};

// conv_bn: (batch, 8, 8, 1) -> (batch, 8, 8, 16)
struct ConvBn8x8x16From8x8x1 {
  FilterBias conv;  // filter (1, 3, 3, 1, 16), bias (16)
};

// basic: (batch, 8, 8, 16) -> (batch, 8, 8, 16)
struct Basic8x8x16 {
  FilterBias a;         // filter (1, 3, 3, 16, 16), bias (16)
  FilterBias b;         // filter (1, 3, 3, 16, 16), bias (16)
  FilterBias shortcut;  // filter (1, 1, 1, 16, 16), bias (16)
};

// basic: (batch, 8, 8, 16) -> (batch, 8, 8, 16)
struct Basic8x8x162 {
  FilterBias a;  // filter (1, 3, 3, 16, 16), bias (16)
  FilterBias b;  // filter (1, 3, 3, 16, 16), bias (16)
};

// basic: (batch, 8, 8, 16) -> (batch, 4, 4, 32)
struct Basic4x4x32From8x8x16 {
  FilterBias a;         // filter (2, 3, 3, 16, 16), bias (32)
  FilterBias b;         // filter (2, 3, 3, 32, 16), bias (32)
  FilterBias shortcut;  // filter (2, 1, 1, 16, 16), bias (32)
};

// basic: (batch, 4, 4, 32) -> (batch, 4, 4, 32)
struct Basic4x4x32 {
  FilterBias a;  // filter (2, 3, 3, 32, 16), bias (32)
  FilterBias b;  // filter (2, 3, 3, 32, 16), bias (32)
};

// basic: (batch, 4, 4, 32) -> (batch, 2, 2, 64)
struct Basic2x2x64From4x4x32 {
  FilterBias a;         // filter (4, 3, 3, 32, 16), bias (64)
  FilterBias b;         // filter (4, 3, 3, 64, 16), bias (64)
  FilterBias shortcut;  // filter (4, 1, 1, 32, 16), bias (64)
};

// basic: (batch, 2, 2, 64) -> (batch, 2, 2, 64)
struct Basic2x2x64 {
  FilterBias a;  // filter (4, 3, 3, 64, 16), bias (64)
  FilterBias b;  // filter (4, 3, 3, 64, 16), bias (64)
};

// All weights, packed. Moves, does not copy; read-only once open.
struct Weights : specimen_v2::PackedWeights {
  ConvBn8x8x16From8x8x1 stem;           // stem
  Basic8x8x16 stage1_block1;            // stage1/block1
  Basic8x8x162 stage1_rest[2];          // stage1/block2 .. stage1/block3
  Basic4x4x32From8x8x16 stage2_block1;  // stage2/block1
  Basic4x4x32 stage2_rest[2];           // stage2/block2 .. stage2/block3
  Basic2x2x64From4x4x32 stage3_block1;  // stage3/block1
  Basic2x2x64 stage3_rest[2];           // stage3/block2 .. stage3/block3
  FilterBias logits;                    // filter (1, 64, 16), bias (10)

  // From a checkpoint (safetensors, f32) or from packed weights. Errors: the file's own; not_found and data_error for
  // tensors that are missing or of another shape; unsupported for a target that this machine or this build lacks.
  DIGITS_RESNET20_API Status open(const char* path, const WeightsOptions& options = {});
  // From a checkpoint in memory, which may go away afterwards.
  DIGITS_RESNET20_API Status open_memory(const void* data, std::size_t size, const WeightsOptions& options = {});
  DIGITS_RESNET20_API Status open_source(const TensorSource& source, const WeightsOptions& options = {});
  // Writes what was packed; such a file opens without copying and folding.
  DIGITS_RESNET20_API Status save_packed(const char* path) const;

  const Kernels* kernels = nullptr;  // of the target that was chosen
};

// What one caller owns: the arena, memory for threads, hooks. Used by one thread at a time; neither copied nor moved.
class Context : public specimen_v2::Context {
 public:
  // Takes all the memory that a run will need. The weights must outlive the context.
  DIGITS_RESNET20_API Status create(const Weights& weights, const ContextOptions& options = {});

  const Weights& weights() const { return *weights_; }
  const Kernels& kernels() const { return *weights_->kernels; }

 private:
  const Weights* weights_ = nullptr;
};

// The whole network, for 1 to the context's batch examples. Dense views of equal batch; image (batch, 8, 8, 1); logits
// (batch, 10). Allocates nothing. Errors: invalid_argument for views of other shapes, and for a context that runs in
// another thread.
DIGITS_RESNET20_API Status forward(Context& ctx, ConstTensor image, Tensor logits);

}  // namespace digits_resnet20

#endif  // SPECIMEN_V2_DIGITS_RESNET20_H
