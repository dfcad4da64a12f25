// From the functions of a generated model to what the training loop needs of the model.
//
// The training context derives from Context, has `Status create(TrainState&, const ContextOptions&)` and gives its
// state as `state()`; the training function takes that context, then views in the order of its FunctionInfo.
#ifndef SPECIMEN_V2_TRAIN_TRAINEE_OF_H
#define SPECIMEN_V2_TRAIN_TRAINEE_OF_H

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "trainee.h"

namespace specimen_v2::train {

// A dense view of a batch of such a tensor.
template <class View>
View view_of(void* data, const TensorInfo& tensor, const Arguments& arguments) {
  View view;
  view.data = static_cast<decltype(view.data)>(data);
  view.rank = tensor.rank;
  std::int64_t step = 1;
  for (int d = tensor.rank - 1; d >= 0; --d) {
    const std::int64_t extent = tensor.extent[d];
    view.extent[d] = extent == kBatch ? arguments.batch : extent < kBatch ? arguments.length : extent;
    view.stride[d] = step;
    step *= view.extent[d];
  }
  return view;
}

// The declared tensor of argument `i` of a function: the inputs, then the outputs.
inline const TensorInfo& argument_info(const FunctionInfo& function, std::size_t i) {
  const std::size_t inputs = static_cast<std::size_t>(function.input_count);
  return i < inputs ? function.inputs[i] : function.outputs[i - inputs];
}

template <auto function, class ModelContext, class... Views, std::size_t... indices>
Status call(ModelContext& context, const FunctionInfo& info, const Arguments& arguments,
            std::index_sequence<indices...>) {
  return function(context, view_of<Views>(arguments.data[indices], argument_info(info, indices), arguments)...);
}

template <auto function, class Function>
struct TrainingFunctions;

template <auto function, class TrainContext, class... Views>
struct TrainingFunctions<function, Status (*)(TrainContext&, Views...)> {
  using State = std::decay_t<decltype(std::declval<TrainContext&>().state())>;
  struct Open {
    State state;
    std::unique_ptr<TrainContext> context;
  };
  static Open& from(void* training) { return *static_cast<Open*>(training); }

  static void* make() { return new (std::nothrow) Open; }
  static void destroy(void* training) { delete static_cast<Open*>(training); }
  static Status create_state(void* training, const TrainStateOptions& options) {
    return from(training).state.create(options);
  }
  static TrainState& state(void* training) { return from(training).state; }
  static Status create_context(void* training, const ContextOptions& options) {
    Open& open = from(training);
    open.context.reset(new (std::nothrow) TrainContext);
    if (!open.context) return Status(StatusCode::out_of_memory, "no memory for the context");
    return open.context->create(open.state, options);
  }
  static Context& context(void* training) { return *from(training).context; }
  static Status run(void* training, const Arguments& arguments) {
    TrainContext& context = *from(training).context;
    return call<function, TrainContext, Views...>(context, context.info()->functions[0], arguments,
                                                  std::index_sequence_for<Views...>());
  }
};

template <auto function, class Function>
struct InferenceFunctions;

template <auto function, class ModelContext, class... Views>
struct InferenceFunctions<function, Status (*)(ModelContext&, Views...)> {
  struct Open {
    std::decay_t<decltype(std::declval<const ModelContext&>().weights())> weights;
    ModelContext context;
  };
  static Open& from(void* model) { return *static_cast<Open*>(model); }

  static void* make() { return new (std::nothrow) Open; }
  static void destroy(void* model) { delete static_cast<Open*>(model); }
  static Status open_source(void* model, const TensorSource& source, const WeightsOptions& options) {
    return from(model).weights.open_source(source, options);
  }
  static Status create(void* model, const ContextOptions& options) {
    return from(model).context.create(from(model).weights, options);
  }
  static Status run(void* model, const Arguments& arguments) {
    ModelContext& context = from(model).context;
    return call<function, ModelContext, Views...>(context, context.info()->functions[0], arguments,
                                                  std::index_sequence_for<Views...>());
  }
};

// trainee_of<mnist_train::loss_and_gradients, mnist::forward>(mnist_train::train_info(), mnist::info())
template <auto loss_and_gradients, auto forward>
Trainee trainee_of(const TrainInfo& info, const ModelInfo& model) {
  using Training = TrainingFunctions<loss_and_gradients, decltype(loss_and_gradients)>;
  using Inference = InferenceFunctions<forward, decltype(forward)>;
  Trainee trainee;
  trainee.info = &info;
  trainee.make = Training::make;
  trainee.destroy = Training::destroy;
  trainee.create_state = Training::create_state;
  trainee.state = Training::state;
  trainee.create_context = Training::create_context;
  trainee.context = Training::context;
  trainee.loss_and_gradients = Training::run;
  trainee.model = &model;
  trainee.make_model = Inference::make;
  trainee.destroy_model = Inference::destroy;
  trainee.open_source = Inference::open_source;
  trainee.create = Inference::create;
  trainee.forward = Inference::run;
  return trainee;
}

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_TRAINEE_OF_H
