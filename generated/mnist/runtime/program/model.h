// A model as a command line sees it: its facts, and functions on its weights and a context of them.
#ifndef SPECIMEN_V2_PROGRAM_MODEL_H
#define SPECIMEN_V2_PROGRAM_MODEL_H

#include "../core/context.h"
#include "../core/info.h"
#include "../core/status.h"
#include "../core/weights.h"
#include "example.h"

namespace specimen_v2::program {

// What model_of() makes of a generated model. `model` is what `make` returned: the model's Weights and Context.
struct Model {
  const ModelInfo* info = nullptr;
  void* (*make)() = nullptr;  // null: no memory
  void (*destroy)(void* model) = nullptr;
  const PackedWeights& (*weights)(void* model) = nullptr;
  const Context& (*context)(void* model) = nullptr;
  Status (*open)(void* model, const char* path, const WeightsOptions& options) = nullptr;
  Status (*open_source)(void* model, const TensorSource& source, const WeightsOptions& options) = nullptr;
  Status (*create)(void* model, const ContextOptions& options) = nullptr;  // the context, of open weights
  Status (*forward)(void* model, Example& example) = nullptr;              // reads its inputs, writes its outputs
};

}  // namespace specimen_v2::program

#endif  // SPECIMEN_V2_PROGRAM_MODEL_H
