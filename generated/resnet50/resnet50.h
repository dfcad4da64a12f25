// resnet50: Residual networks for ImageNet, v1.5: strides on the 3x3. resnet50 pads those as Keras does, the others
// explicitly. image (batch, 224, 224, 3) -> logits (batch, 1001). 25,612,201 parameters, 8.18 GFLOP per example.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 75f6ab1881bac59e
//
//   resnet50::Weights weights;  // once; any number of contexts may share it
//   resnet50::Status status = weights.open("resnet50.safetensors");
//   resnet50::Context context;  // once for each thread that runs the model
//   if (status) status = context.create(weights);
//   if (status) status = resnet50::forward(context, image, logits);
//   if (!status) std::fprintf(stderr, "%s\n", status.message());
#ifndef SPECIMEN_V2_RESNET50_H
#define SPECIMEN_V2_RESNET50_H

#include <cstddef>
#include <cstdint>

#include "runtime/core/context.h"
#include "runtime/core/version.h"
#include "runtime/core/weights.h"

#ifndef SPECIMEN_V2
#error "resnet50 was generated for version 2 of the Specimen runtime: generate it again, or use that version"
#endif

// What a shared library shows, as in resnet50_c.h.
#ifndef RESNET50_API
#if defined(RESNET50_EXPORTS)
#define RESNET50_API __attribute__((visibility("default")))
#else
#define RESNET50_API
#endif
#endif

namespace resnet50 {

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
inline constexpr std::int64_t kArenaBytesPerExample = 5276160;  // of activations, per example of a batch
inline constexpr std::size_t kPackedBytes = 158892480;          // of weights, as the kernels read them

// Of each function names, dtypes and shapes of inputs and outputs and the ops in order with their costs; sizes.
RESNET50_API const ModelInfo& info();

// What is known at run time of one run.
struct Sizes {
  std::int64_t batch = 1;
};

struct Kernels;  // resnet50_kernels.h

// The weights of one kernel call: filters in panels of 16 output channels, vectors as they are.
struct FilterBias {
  const Real *filter, *bias;
};

// conv_bn: (batch, 224, 224, 3) -> (batch, 112, 112, 64)
struct ConvBn112x112x64From224x224x3 {
  FilterBias conv;  // filter (4, 7, 7, 3, 16), bias (64)
};

// bottleneck: (batch, 56, 56, 64) -> (batch, 56, 56, 256)
struct Bottleneck56x56x256From56x56x64 {
  FilterBias a;         // filter (4, 1, 1, 64, 16), bias (64)
  FilterBias b;         // filter (36, 4, 64, 16), bias (64)
  FilterBias c;         // filter (16, 1, 1, 64, 16), bias (256)
  FilterBias shortcut;  // filter (16, 1, 1, 64, 16), bias (256)
};

// bottleneck: (batch, 56, 56, 256) -> (batch, 56, 56, 256)
struct Bottleneck56x56x256 {
  FilterBias a;  // filter (4, 1, 1, 256, 16), bias (64)
  FilterBias b;  // filter (36, 4, 64, 16), bias (64)
  FilterBias c;  // filter (16, 1, 1, 64, 16), bias (256)
};

// bottleneck: (batch, 56, 56, 256) -> (batch, 28, 28, 512)
struct Bottleneck28x28x512From56x56x256 {
  FilterBias a;         // filter (8, 1, 1, 256, 16), bias (128)
  FilterBias b;         // filter (8, 3, 3, 128, 16), bias (128)
  FilterBias c;         // filter (32, 1, 1, 128, 16), bias (512)
  FilterBias shortcut;  // filter (32, 1, 1, 256, 16), bias (512)
};

// bottleneck: (batch, 28, 28, 512) -> (batch, 28, 28, 512)
struct Bottleneck28x28x512 {
  FilterBias a;  // filter (8, 1, 1, 512, 16), bias (128)
  FilterBias b;  // filter (36, 8, 128, 16), bias (128)
  FilterBias c;  // filter (32, 1, 1, 128, 16), bias (512)
};

// bottleneck: (batch, 28, 28, 512) -> (batch, 14, 14, 1024)
struct Bottleneck14x14x1024From28x28x512 {
  FilterBias a;         // filter (16, 1, 1, 512, 16), bias (256)
  FilterBias b;         // filter (16, 3, 3, 256, 16), bias (256)
  FilterBias c;         // filter (64, 1, 1, 256, 16), bias (1024)
  FilterBias shortcut;  // filter (64, 1, 1, 512, 16), bias (1024)
};

// bottleneck: (batch, 14, 14, 1024) -> (batch, 14, 14, 1024)
struct Bottleneck14x14x1024 {
  FilterBias a;  // filter (16, 1, 1, 1024, 16), bias (256)
  FilterBias b;  // filter (36, 16, 256, 16), bias (256)
  FilterBias c;  // filter (64, 1, 1, 256, 16), bias (1024)
};

// bottleneck: (batch, 14, 14, 1024) -> (batch, 7, 7, 2048)
struct Bottleneck7x7x2048From14x14x1024 {
  FilterBias a;         // filter (32, 1, 1, 1024, 16), bias (512)
  FilterBias b;         // filter (32, 3, 3, 512, 16), bias (512)
  FilterBias c;         // filter (128, 1, 1, 512, 16), bias (2048)
  FilterBias shortcut;  // filter (128, 1, 1, 1024, 16), bias (2048)
};

// bottleneck: (batch, 7, 7, 2048) -> (batch, 7, 7, 2048)
struct Bottleneck7x7x2048 {
  FilterBias a;  // filter (32, 1, 1, 2048, 16), bias (512)
  FilterBias b;  // filter (16, 32, 512, 16), bias (512)
  FilterBias c;  // filter (128, 1, 1, 512, 16), bias (2048)
};

// All weights, packed. Moves, does not copy; read-only once open.
struct Weights : specimen_v2::PackedWeights {
  ConvBn112x112x64From224x224x3 stem;               // stem
  Bottleneck56x56x256From56x56x64 stage1_block1;    // stage1/block1
  Bottleneck56x56x256 stage1_rest[2];               // stage1/block2 .. stage1/block3
  Bottleneck28x28x512From56x56x256 stage2_block1;   // stage2/block1
  Bottleneck28x28x512 stage2_rest[3];               // stage2/block2 .. stage2/block4
  Bottleneck14x14x1024From28x28x512 stage3_block1;  // stage3/block1
  Bottleneck14x14x1024 stage3_rest[5];              // stage3/block2 .. stage3/block6
  Bottleneck7x7x2048From14x14x1024 stage4_block1;   // stage4/block1
  Bottleneck7x7x2048 stage4_rest[2];                // stage4/block2 .. stage4/block3
  FilterBias logits;                                // filter (63, 2048, 16), bias (1001)

  // From a checkpoint (safetensors, f32) or from packed weights. Errors: the file's own; not_found and data_error for
  // tensors that are missing or of another shape; unsupported for a target that this machine or this build lacks.
  RESNET50_API Status open(const char* path, const WeightsOptions& options = {});
  // From a checkpoint in memory, which may go away afterwards.
  RESNET50_API Status open_memory(const void* data, std::size_t size, const WeightsOptions& options = {});
  RESNET50_API Status open_source(const TensorSource& source, const WeightsOptions& options = {});
  // Writes what was packed; such a file opens without copying and folding.
  RESNET50_API Status save_packed(const char* path) const;

  const Kernels* kernels = nullptr;  // of the target that was chosen
};

// What one caller owns: the arena, memory for threads, hooks. Used by one thread at a time; neither copied nor moved.
class Context : public specimen_v2::Context {
 public:
  // Takes all the memory that a run will need. The weights must outlive the context.
  RESNET50_API Status create(const Weights& weights, const ContextOptions& options = {});

  const Weights& weights() const { return *weights_; }
  const Kernels& kernels() const { return *weights_->kernels; }

 private:
  const Weights* weights_ = nullptr;
};

// The whole network, for 1 to the context's batch examples. Dense views of equal batch; image (batch, 224, 224, 3);
// logits (batch, 1001). Allocates nothing. Errors: invalid_argument for views of other shapes, and for a context that
// runs in another thread.
RESNET50_API Status forward(Context& ctx, ConstTensor image, Tensor logits);

}  // namespace resnet50

#endif  // SPECIMEN_V2_RESNET50_H
