// mnist, a step of training: image (batch, 28, 28, 1), labels (batch) -> loss (), logits (batch, 10), and the gradients
// of all parameters. 3,274,634 parameters, 82.2 MFLOP per example.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 98ce7e7c6d7c5676
//
//   mnist_train::TrainState state;  // the parameters, their gradients and what the optimizer keeps of each
//   mnist_train::Status status = state.create({});
//   state.initialize(1);
//   mnist_train::Context context;
//   if (status) status = context.create(state);
//   if (status) status = mnist_train::loss_and_gradients(context, image, labels, loss, logits);  // fills state.g
#ifndef SPECIMEN_V2_MNIST_TRAIN_H
#define SPECIMEN_V2_MNIST_TRAIN_H

#include <cstddef>
#include <cstdint>

#include "runtime/core/context.h"
#include "runtime/core/random.h"
#include "runtime/core/target.h"
#include "runtime/core/version.h"
#include "runtime/train/parameters.h"

#ifndef SPECIMEN_V2
#error "mnist_train was generated for version 2 of the Specimen runtime: generate it again, or use that version"
#endif

// What a shared library shows.
#ifndef MNIST_TRAIN_API
#if defined(MNIST_TRAIN_EXPORTS)
#define MNIST_TRAIN_API __attribute__((visibility("default")))
#else
#define MNIST_TRAIN_API
#endif
#endif

namespace mnist_train {

// What a program that trains the model needs of the runtime, whose own namespace carries its version.
using specimen_v2::Arena;
using specimen_v2::ConstTensor;
using specimen_v2::ConstTokens;
using specimen_v2::ContextOptions;
using specimen_v2::DType;
using specimen_v2::FunctionInfo;
using specimen_v2::kBatch;
using specimen_v2::ModelInfo;
using specimen_v2::OpInfo;
using specimen_v2::ParameterInfo;
using specimen_v2::Random;
using specimen_v2::Real;  // float
using specimen_v2::Status;
using specimen_v2::StatusCode;
using specimen_v2::SymbolInfo;
using specimen_v2::Target;
using specimen_v2::Tensor;
using specimen_v2::TensorInfo;
using specimen_v2::TrainInfo;
using specimen_v2::TrainStateOptions;

inline constexpr int kMaxBatch = 65536;
inline constexpr int kDefaultBatch = 32;  // of a context whose options say none
inline constexpr std::int64_t kArenaBytesPerExample =
    305152;  // of activations and their gradients, per example of a batch
inline constexpr std::int64_t kArenaFixedBytes =
    12845056;  // of packed filters, and what else does not depend on the batch
inline constexpr std::size_t kPackedBytes = 0;

// Names, dtypes and shapes of inputs and outputs and the ops in order with their costs; sizes.
MNIST_TRAIN_API const ModelInfo& info();
// Names, shapes and initial values of all parameters, and where each is in the buffer of all.
MNIST_TRAIN_API const TrainInfo& train_info();

// What is known at run time of one run.
struct Sizes {
  std::int64_t batch = 1;
};

struct Kernels;  // mnist_train_kernels.h

// The parameters of one layer.
struct KernelBias {
  Real *kernel, *bias;
};

// All parameters, or all their gradients. A moving statistic's gradient is the statistic of the batch.
struct Parameters {
  KernelBias conv1;       // kernel (5, 5, 1, 32), bias (32)
  KernelBias conv2;       // kernel (5, 5, 32, 64), bias (64)
  KernelBias hidden;      // kernel (3136, 1024), bias (1024)
  KernelBias classifier;  // kernel (1024, 10), bias (10)
};

// What training changes. Written by one context at a time; neither copied nor moved.
class TrainState : public specimen_v2::TrainState {
 public:
  Parameters p, g;  // the parameters, as checkpoints hold them, and their gradients

  // Takes all the memory. Errors: out_of_memory.
  MNIST_TRAIN_API Status create(const TrainStateOptions& options);
};

// What one caller owns: the arena, memory for threads, hooks. Used by one thread at a time; neither copied nor moved.
class Context : public specimen_v2::Context {
 public:
  // Takes all the memory that a step will need. The state must outlive the context. Errors: unsupported for a target
  // that this machine or this build lacks.
  MNIST_TRAIN_API Status create(TrainState& state, const ContextOptions& options = {},
                                Target target = Target::automatic);

  TrainState& state() const { return *state_; }
  const Kernels& kernels() const { return *kernels_; }

 private:
  TrainState* state_ = nullptr;
  const Kernels* kernels_ = nullptr;  // of the target that was chosen
};

// The loss of a batch, the mean over its examples, and the gradients of all parameters, which are written to state().g.
// Nothing else changes. 1 to the context's batch examples. Dense views of equal batch; image (batch, 28, 28, 1); labels
// (batch); loss (); logits (batch, 10). Allocates nothing. Errors: invalid_argument for views of other shapes, for
// labels that are no class, and for a context that runs in another thread.
MNIST_TRAIN_API Status loss_and_gradients(Context& ctx, ConstTensor image, ConstTokens labels, Tensor loss,
                                          Tensor logits);

}  // namespace mnist_train

#endif  // SPECIMEN_V2_MNIST_TRAIN_H
