// A model as the training loop sees it: functions on its state and its contexts, for training and for inference.
#ifndef SPECIMEN_V2_TRAIN_TRAINEE_H
#define SPECIMEN_V2_TRAIN_TRAINEE_H

#include <cstdint>

#include "../core/context.h"
#include "../core/info.h"
#include "../core/status.h"
#include "../core/weights.h"
#include "parameters.h"

namespace specimen_v2::train {

// The arguments of a function of a model for one batch: one pointer for each input, then for each output, dense, with
// the shapes that its FunctionInfo states.
struct Arguments {
  void* const* data = nullptr;
  std::int64_t batch = 0;
  std::int64_t length = 0;  // tokens; 0: the model has no sequences
};

// What trainee_of() makes of a generated model.
struct Trainee {
  const TrainInfo* info = nullptr;
  // `training` is what `make` returned: a TrainState, and a context of it.
  void* (*make)() = nullptr;  // null: no memory
  void (*destroy)(void* training) = nullptr;
  Status (*create_state)(void* training, const TrainStateOptions& options) = nullptr;
  TrainState& (*state)(void* training) = nullptr;
  Status (*create_context)(void* training, const ContextOptions& options) = nullptr;  // replaces the one before
  Context& (*context)(void* training) = nullptr;
  Status (*loss_and_gradients)(void* training, const Arguments& arguments) = nullptr;

  // The same model in inference: its Weights and its Context.
  const ModelInfo* model = nullptr;
  void* (*make_model)() = nullptr;  // null: no memory
  void (*destroy_model)(void* model) = nullptr;
  Status (*open_source)(void* model, const TensorSource& source, const WeightsOptions& options) = nullptr;
  Status (*create)(void* model, const ContextOptions& options) = nullptr;
  Status (*forward)(void* model, const Arguments& arguments) = nullptr;
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_TRAINEE_H
