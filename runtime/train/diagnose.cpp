#include "diagnose.h"

#include <cmath>
#include <cstdint>

#include "batch_arguments.h"

namespace specimen_v2::train {
namespace {

// The index of the first element that is not finite; below 0: all are.
std::int64_t find_not_finite(const Real* values, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) {
    if (!std::isfinite(values[i])) return i;
  }
  return -1;
}

struct Watch {
  std::string found;

  static void observe(void* data, const ObservedOp& op) {
    Watch& watch = *static_cast<Watch*>(data);
    if (!watch.found.empty() || !op.value.data) return;
    look(op, op.value, 0, op.value.data, &watch);
  }

 private:
  // Views may have gaps.
  static void look(const ObservedOp& op, const ConstTensor& view, int d, const Real* from, Watch* watch) {
    if (d == view.rank) {
      if (std::isfinite(*from)) return;
      watch->found = std::string("the result of op ") + std::to_string(op.index) + ", " + op.path + " (" +
                     std::to_string(static_cast<double>(*from)) + ")";
      return;
    }
    for (std::int64_t i = 0; i < view.extent[d] && watch->found.empty(); ++i) {
      look(op, view, d + 1, from + i * view.stride[d], watch);
    }
  }
};

}  // namespace

std::string first_not_finite(const Trainee& trainee, void* training, const ContextOptions& options,
                             const Arguments& arguments) {
  const FunctionInfo& function = trainee.info->model->functions[0];
  for (int i = 0; i < function.input_count; ++i) {
    if (function.inputs[i].dtype != DType::f32) continue;
    const std::int64_t count = elements_of(function.inputs[i], arguments.batch, arguments.length);
    const std::int64_t at = find_not_finite(static_cast<const Real*>(arguments.data[i]), count);
    if (at >= 0) {
      return std::string("the input ") + function.inputs[i].name + " of example " +
             std::to_string(at / (count / arguments.batch)) + " of the batch";
    }
  }
  const TrainState& state = trainee.state(training);
  for (int i = 0; i < trainee.info->parameter_count; ++i) {
    const ParameterInfo& p = trainee.info->parameters[i];
    if (find_not_finite(state.parameters() + p.offset, p.elements()) >= 0)
      return std::string("the parameter ") + p.name;
  }
  Watch watch;
  ContextOptions watched = options;
  watched.observer.observe = &Watch::observe;
  watched.observer.data = &watch;
  if (Status status = trainee.create_context(training, watched); !status) return status.message();
  if (Status status = trainee.loss_and_gradients(training, arguments); !status) return status.message();
  return watch.found.empty() ? "no result of an op, when it was computed again" : watch.found;
}

}  // namespace specimen_v2::train
