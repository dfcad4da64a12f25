// mnist: Two 5x5 convolutions and two dense layers for 28x28 handwritten digits.
// image (batch, 28, 28, 1) -> logits (batch, 10). 3,274,634 parameters, 27.8 MFLOP per example.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 7eb1bc579ee6cb6f
//
//   mnist::Weights weights;  // once; any number of contexts may share it
//   mnist::Status status = weights.open("mnist.safetensors");
//   mnist::Context context;  // once for each thread that runs the model
//   if (status) status = context.create(weights);
//   if (status) status = mnist::forward(context, image, logits);
//   if (!status) std::fprintf(stderr, "%s\n", status.message());
#ifndef SPECIMEN_V2_MNIST_H
#define SPECIMEN_V2_MNIST_H

#include <cstddef>
#include <cstdint>

#include "runtime/core/context.h"
#include "runtime/core/version.h"
#include "runtime/core/weights.h"

#ifndef SPECIMEN_V2
#error "mnist was generated for version 2 of the Specimen runtime: generate it again, or use that version"
#endif

// What a shared library shows, as in mnist_c.h.
#ifndef MNIST_API
#if defined(MNIST_EXPORTS)
#define MNIST_API __attribute__((visibility("default")))
#else
#define MNIST_API
#endif
#endif

namespace mnist {

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
inline constexpr std::int64_t kArenaBytesPerExample = 141824;  // of activations, per example of a batch
inline constexpr std::size_t kPackedBytes = 13123136;          // of weights, as the kernels read them

// Of each function names, dtypes and shapes of inputs and outputs and the ops in order with their costs; sizes.
MNIST_API const ModelInfo& info();

// What is known at run time of one run.
struct Sizes {
  std::int64_t batch = 1;
};

struct Kernels;  // mnist_kernels.h

// The weights of one kernel call: filters in panels of 16 output channels, vectors as they are.
struct FilterBias {
  const Real *filter, *bias;
};

// All weights, packed. Moves, does not copy; read-only once open.
struct Weights : specimen_v2::PackedWeights {
  FilterBias conv1;       // filter (2, 5, 5, 1, 16), bias (32)
  FilterBias conv2;       // filter (4, 5, 5, 32, 16), bias (64)
  FilterBias hidden;      // filter (64, 3136, 16), bias (1024)
  FilterBias classifier;  // filter (1, 1024, 16), bias (10)

  // From a checkpoint (safetensors, f32) or from packed weights. Errors: the file's own; not_found and data_error for
  // tensors that are missing or of another shape; unsupported for a target that this machine or this build lacks.
  MNIST_API Status open(const char* path, const WeightsOptions& options = {});
  // From a checkpoint in memory, which may go away afterwards.
  MNIST_API Status open_memory(const void* data, std::size_t size, const WeightsOptions& options = {});
  MNIST_API Status open_source(const TensorSource& source, const WeightsOptions& options = {});
  // Writes what was packed; such a file opens without copying and folding.
  MNIST_API Status save_packed(const char* path) const;

  const Kernels* kernels = nullptr;  // of the target that was chosen
};

// What one caller owns: the arena, memory for threads, hooks. Used by one thread at a time; neither copied nor moved.
class Context : public specimen_v2::Context {
 public:
  // Takes all the memory that a run will need. The weights must outlive the context.
  MNIST_API Status create(const Weights& weights, const ContextOptions& options = {});

  const Weights& weights() const { return *weights_; }
  const Kernels& kernels() const { return *weights_->kernels; }

 private:
  const Weights* weights_ = nullptr;
};

// The whole network, for 1 to the context's batch examples. Dense views of equal batch; image (batch, 28, 28, 1);
// logits (batch, 10). Allocates nothing. Errors: invalid_argument for views of other shapes, and for a context that
// runs in another thread.
MNIST_API Status forward(Context& ctx, ConstTensor image, Tensor logits);

}  // namespace mnist

#endif  // SPECIMEN_V2_MNIST_H
