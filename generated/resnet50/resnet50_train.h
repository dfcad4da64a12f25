// resnet50, a step of training: image (batch, 224, 224, 3), labels (batch) -> loss (), logits (batch, 1001), and the
// gradients of all parameters. 25,612,201 parameters, 24.5 GFLOP per example.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 6aaeec2dd82abbdc
//
//   resnet50_train::TrainState state;  // the parameters, their gradients and what the optimizer keeps of each
//   resnet50_train::Status status = state.create({});
//   state.initialize(1);
//   resnet50_train::Context context;
//   if (status) status = context.create(state);
//   if (status) status = resnet50_train::loss_and_gradients(context, image, labels, loss, logits);  // fills state.g
#ifndef SPECIMEN_V2_RESNET50_TRAIN_H
#define SPECIMEN_V2_RESNET50_TRAIN_H

#include <cstddef>
#include <cstdint>

#include "runtime/core/context.h"
#include "runtime/core/target.h"
#include "runtime/core/version.h"
#include "runtime/train/parameters.h"

#ifndef SPECIMEN_V2
#error "resnet50_train was generated for version 2 of the Specimen runtime: generate it again, or use that version"
#endif

// What a shared library shows.
#ifndef RESNET50_TRAIN_API
#if defined(RESNET50_TRAIN_EXPORTS)
#define RESNET50_TRAIN_API __attribute__((visibility("default")))
#else
#define RESNET50_TRAIN_API
#endif
#endif

namespace resnet50_train {

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
    86250816;  // of activations and their gradients, per example of a batch
inline constexpr std::int64_t kArenaFixedBytes =
    9437184;  // of packed filters, and what else does not depend on the batch
inline constexpr std::size_t kPackedBytes = 0;

// Names, dtypes and shapes of inputs and outputs and the ops in order with their costs; sizes.
RESNET50_TRAIN_API const ModelInfo& info();
// Names, shapes and initial values of all parameters, and where each is in the buffer of all.
RESNET50_TRAIN_API const TrainInfo& train_info();

// What is known at run time of one run.
struct Sizes {
  std::int64_t batch = 1;
};

struct Kernels;  // resnet50_train_kernels.h

// The parameters of one layer.
struct Kernel {
  Real* kernel;
};
struct KernelBias {
  Real *kernel, *bias;
};
struct MovingMeanMovingVarianceGammaBeta {
  Real *moving_mean, *moving_variance, *gamma, *beta;
};

// bottleneck: (batch, 56, 56, 64) -> (batch, 56, 56, 256)
struct Bottleneck56x56x256From56x56x64 {
  Kernel a_conv;                                  // kernel (1, 1, 64, 64)
  MovingMeanMovingVarianceGammaBeta a_bn;         // moving_mean (64), moving_variance (64), gamma (64), beta (64)
  Kernel b_conv;                                  // kernel (3, 3, 64, 64)
  MovingMeanMovingVarianceGammaBeta b_bn;         // moving_mean (64), moving_variance (64), gamma (64), beta (64)
  Kernel c_conv;                                  // kernel (1, 1, 64, 256)
  MovingMeanMovingVarianceGammaBeta c_bn;         // moving_mean (256), moving_variance (256), gamma (256), beta (256)
  Kernel shortcut_conv;                           // kernel (1, 1, 64, 256)
  MovingMeanMovingVarianceGammaBeta shortcut_bn;  // moving_mean (256), moving_variance (256), gamma (256), beta (256)
};

// bottleneck: (batch, 56, 56, 256) -> (batch, 56, 56, 256)
struct Bottleneck56x56x256 {
  Kernel a_conv;                           // kernel (1, 1, 256, 64)
  MovingMeanMovingVarianceGammaBeta a_bn;  // moving_mean (64), moving_variance (64), gamma (64), beta (64)
  Kernel b_conv;                           // kernel (3, 3, 64, 64)
  MovingMeanMovingVarianceGammaBeta b_bn;  // moving_mean (64), moving_variance (64), gamma (64), beta (64)
  Kernel c_conv;                           // kernel (1, 1, 64, 256)
  MovingMeanMovingVarianceGammaBeta c_bn;  // moving_mean (256), moving_variance (256), gamma (256), beta (256)
};

// bottleneck: (batch, 56, 56, 256) -> (batch, 28, 28, 512)
struct Bottleneck28x28x512From56x56x256 {
  Kernel a_conv;                                  // kernel (1, 1, 256, 128)
  MovingMeanMovingVarianceGammaBeta a_bn;         // moving_mean (128), moving_variance (128), gamma (128), beta (128)
  Kernel b_conv;                                  // kernel (3, 3, 128, 128)
  MovingMeanMovingVarianceGammaBeta b_bn;         // moving_mean (128), moving_variance (128), gamma (128), beta (128)
  Kernel c_conv;                                  // kernel (1, 1, 128, 512)
  MovingMeanMovingVarianceGammaBeta c_bn;         // moving_mean (512), moving_variance (512), gamma (512), beta (512)
  Kernel shortcut_conv;                           // kernel (1, 1, 256, 512)
  MovingMeanMovingVarianceGammaBeta shortcut_bn;  // moving_mean (512), moving_variance (512), gamma (512), beta (512)
};

// bottleneck: (batch, 28, 28, 512) -> (batch, 28, 28, 512)
struct Bottleneck28x28x512 {
  Kernel a_conv;                           // kernel (1, 1, 512, 128)
  MovingMeanMovingVarianceGammaBeta a_bn;  // moving_mean (128), moving_variance (128), gamma (128), beta (128)
  Kernel b_conv;                           // kernel (3, 3, 128, 128)
  MovingMeanMovingVarianceGammaBeta b_bn;  // moving_mean (128), moving_variance (128), gamma (128), beta (128)
  Kernel c_conv;                           // kernel (1, 1, 128, 512)
  MovingMeanMovingVarianceGammaBeta c_bn;  // moving_mean (512), moving_variance (512), gamma (512), beta (512)
};

// bottleneck: (batch, 28, 28, 512) -> (batch, 14, 14, 1024)
struct Bottleneck14x14x1024From28x28x512 {
  Kernel a_conv;                           // kernel (1, 1, 512, 256)
  MovingMeanMovingVarianceGammaBeta a_bn;  // moving_mean (256), moving_variance (256), gamma (256), beta (256)
  Kernel b_conv;                           // kernel (3, 3, 256, 256)
  MovingMeanMovingVarianceGammaBeta b_bn;  // moving_mean (256), moving_variance (256), gamma (256), beta (256)
  Kernel c_conv;                           // kernel (1, 1, 256, 1024)
  MovingMeanMovingVarianceGammaBeta c_bn;  // moving_mean (1024), moving_variance (1024), gamma (1024), beta (1024)
  Kernel shortcut_conv;                    // kernel (1, 1, 512, 1024)
  MovingMeanMovingVarianceGammaBeta
      shortcut_bn;  // moving_mean (1024), moving_variance (1024), gamma (1024), beta (1024)
};

// bottleneck: (batch, 14, 14, 1024) -> (batch, 14, 14, 1024)
struct Bottleneck14x14x1024 {
  Kernel a_conv;                           // kernel (1, 1, 1024, 256)
  MovingMeanMovingVarianceGammaBeta a_bn;  // moving_mean (256), moving_variance (256), gamma (256), beta (256)
  Kernel b_conv;                           // kernel (3, 3, 256, 256)
  MovingMeanMovingVarianceGammaBeta b_bn;  // moving_mean (256), moving_variance (256), gamma (256), beta (256)
  Kernel c_conv;                           // kernel (1, 1, 256, 1024)
  MovingMeanMovingVarianceGammaBeta c_bn;  // moving_mean (1024), moving_variance (1024), gamma (1024), beta (1024)
};

// bottleneck: (batch, 14, 14, 1024) -> (batch, 7, 7, 2048)
struct Bottleneck7x7x2048From14x14x1024 {
  Kernel a_conv;                           // kernel (1, 1, 1024, 512)
  MovingMeanMovingVarianceGammaBeta a_bn;  // moving_mean (512), moving_variance (512), gamma (512), beta (512)
  Kernel b_conv;                           // kernel (3, 3, 512, 512)
  MovingMeanMovingVarianceGammaBeta b_bn;  // moving_mean (512), moving_variance (512), gamma (512), beta (512)
  Kernel c_conv;                           // kernel (1, 1, 512, 2048)
  MovingMeanMovingVarianceGammaBeta c_bn;  // moving_mean (2048), moving_variance (2048), gamma (2048), beta (2048)
  Kernel shortcut_conv;                    // kernel (1, 1, 1024, 2048)
  MovingMeanMovingVarianceGammaBeta
      shortcut_bn;  // moving_mean (2048), moving_variance (2048), gamma (2048), beta (2048)
};

// bottleneck: (batch, 7, 7, 2048) -> (batch, 7, 7, 2048)
struct Bottleneck7x7x2048 {
  Kernel a_conv;                           // kernel (1, 1, 2048, 512)
  MovingMeanMovingVarianceGammaBeta a_bn;  // moving_mean (512), moving_variance (512), gamma (512), beta (512)
  Kernel b_conv;                           // kernel (3, 3, 512, 512)
  MovingMeanMovingVarianceGammaBeta b_bn;  // moving_mean (512), moving_variance (512), gamma (512), beta (512)
  Kernel c_conv;                           // kernel (1, 1, 512, 2048)
  MovingMeanMovingVarianceGammaBeta c_bn;  // moving_mean (2048), moving_variance (2048), gamma (2048), beta (2048)
};

// All parameters, or all their gradients. A moving statistic's gradient is the statistic of the batch.
struct Parameters {
  Kernel stem_conv;                                 // kernel (7, 7, 3, 64)
  MovingMeanMovingVarianceGammaBeta stem_bn;        // moving_mean (64), moving_variance (64), gamma (64), beta (64)
  Bottleneck56x56x256From56x56x64 stage1_block1;    // stage1/block1
  Bottleneck56x56x256 stage1_rest[2];               // stage1/block2 .. stage1/block3
  Bottleneck28x28x512From56x56x256 stage2_block1;   // stage2/block1
  Bottleneck28x28x512 stage2_rest[3];               // stage2/block2 .. stage2/block4
  Bottleneck14x14x1024From28x28x512 stage3_block1;  // stage3/block1
  Bottleneck14x14x1024 stage3_rest[5];              // stage3/block2 .. stage3/block6
  Bottleneck7x7x2048From14x14x1024 stage4_block1;   // stage4/block1
  Bottleneck7x7x2048 stage4_rest[2];                // stage4/block2 .. stage4/block3
  KernelBias logits;                                // kernel (2048, 1001), bias (1001)
};

// What training changes. Written by one context at a time; neither copied nor moved.
class TrainState : public specimen_v2::TrainState {
 public:
  Parameters p, g;  // the parameters, as checkpoints hold them, and their gradients

  // Takes all the memory. Errors: out_of_memory.
  RESNET50_TRAIN_API Status create(const TrainStateOptions& options);
};

// What one caller owns: the arena, memory for threads, hooks. Used by one thread at a time; neither copied nor moved.
class Context : public specimen_v2::Context {
 public:
  // Takes all the memory that a step will need. The state must outlive the context. Errors: unsupported for a target
  // that this machine or this build lacks.
  RESNET50_TRAIN_API Status create(TrainState& state, const ContextOptions& options = {},
                                   Target target = Target::automatic);

  TrainState& state() const { return *state_; }
  const Kernels& kernels() const { return *kernels_; }

 private:
  TrainState* state_ = nullptr;
  const Kernels* kernels_ = nullptr;  // of the target that was chosen
};

// The loss of a batch, the mean over its examples, and the gradients of all parameters, which are written to state().g.
// Nothing else changes. 1 to the context's batch examples. Dense views of equal batch; image (batch, 224, 224, 3);
// labels (batch); loss (); logits (batch, 1001). Allocates nothing. Errors: invalid_argument for views of other shapes,
// for labels that are no class, and for a context that runs in another thread.
RESNET50_TRAIN_API Status loss_and_gradients(Context& ctx, ConstTensor image, ConstTokens labels, Tensor loss,
                                             Tensor logits);

}  // namespace resnet50_train

#endif  // SPECIMEN_V2_RESNET50_TRAIN_H
