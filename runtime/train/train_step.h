// One step of training as a plain function: for programs that have a loop of their own. After the context, the state
// and the updater are made, nothing is allocated.
//
//   train::StepResult result;
//   status = train::train_step(context, state, updater, {0.01}, &result, [&](Tensor loss) {
//     return mnist_train::loss_and_gradients(context, image, labels, loss, logits);
//   });
#ifndef SPECIMEN_V2_TRAIN_TRAIN_STEP_H
#define SPECIMEN_V2_TRAIN_TRAIN_STEP_H

#include <cmath>
#include <cstdint>

#include "../core/context.h"
#include "../core/status.h"
#include "parameters.h"
#include "updater.h"

namespace specimen_v2::train {

// What happens between the gradients and the update: data parallelism makes the means over processes here.
struct GradientHook {
  // Changes the loss, and the first `count` elements of the gradients: all that an update reads. An error ends the
  // step.
  Status (*call)(void* data, Real* loss, Real* gradients, std::int64_t count) = nullptr;
  void* data = nullptr;
};

struct StepOptions {
  double learning_rate = 0.001;
  bool update = true;  // false: the loss and the gradients alone
  GradientHook hook = {};
};

struct StepResult {
  double loss = 0;  // of the batch, without what regularizers add
  UpdateResult update;
};

// `gradients(loss)` calls the training function. Errors: its own; out_of_range where the loss is not finite: then the
// parameters are as before; those of the hook and of Updater::update.
template <class Gradients>
Status train_step(Context& context, TrainState& state, Updater& updater, const StepOptions& options, StepResult* result,
                  Gradients&& gradients) {
  Real loss = 0;
  if (Status status = gradients(Tensor(&loss)); !status) return status;
  if (options.hook.call) {
    const Status status = options.hook.call(options.hook.data, &loss, state.gradients(), state.update_elements());
    if (!status) return status;
  }
  result->loss = static_cast<double>(loss);
  result->update = UpdateResult();
  if (!std::isfinite(result->loss)) {
    return Status(StatusCode::out_of_range, "the loss of step %lld is not finite", static_cast<long long>(state.step));
  }
  return options.update ? updater.update(context, state, options.learning_rate, &result->update) : Status();
}

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_TRAIN_STEP_H
