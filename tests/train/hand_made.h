// A model as the generator would make it, by hand: y = softmax(relu((x - mean) k1 + b1) k2 + b2) over images, where
// `mean` is a moving statistic. In the shape of generated code: a tree of pointers, a state, contexts, functions.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/core/context.h"
#include "runtime/core/weights.h"
#include "runtime/train/parameters.h"

namespace hand_made {

using namespace specimen_v2;

constexpr std::int64_t kPixels = 49, kHidden = 17, kClasses = 10;

struct Parameters {
  struct {
    Real *kernel, *bias;
  } hidden, logits;
  struct {
    Real* moving_mean;
  } center;
};

const ModelInfo& info();
const TrainInfo& train_info();

struct Weights : PackedWeights {
  Status open_source(const TensorSource& source, const WeightsOptions& options);
  std::vector<float> values[5];
};

class Context : public specimen_v2::Context {
 public:
  Status create(const Weights& weights, const ContextOptions& options) {
    weights_ = &weights;
    return specimen_v2::Context::create(hand_made::info(), options);
  }
  const Weights& weights() const { return *weights_; }

 private:
  const Weights* weights_ = nullptr;
};

Status forward(Context& context, ConstTensor image, Tensor logits);

class TrainState : public specimen_v2::TrainState {
 public:
  Parameters p, g;
  Status create(const TrainStateOptions& options);
};

class TrainContext : public specimen_v2::Context {
 public:
  Status create(TrainState& state, const ContextOptions& options) {
    state_ = &state;
    return specimen_v2::Context::create(*train_info().model, options);
  }
  TrainState& state() const { return *state_; }

 private:
  TrainState* state_ = nullptr;
};

Status loss_and_gradients(TrainContext& context, ConstTensor image, ConstTokens labels, Tensor loss, Tensor logits);

}  // namespace hand_made
