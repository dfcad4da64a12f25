// From the forward() of a generated model to what a command line needs of the model.
#ifndef SPECIMEN_V2_PROGRAM_MODEL_OF_H
#define SPECIMEN_V2_PROGRAM_MODEL_OF_H

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

#include "example.h"
#include "model.h"

namespace specimen_v2::program {

template <auto forward, class Function>
struct ModelFunctions;

// `Views` are those of the inputs, then those of the outputs, as in ModelInfo.
template <auto forward, class ModelContext, class... Views>
struct ModelFunctions<forward, Status (*)(ModelContext&, Views...)> {
  struct Open {
    std::decay_t<decltype(std::declval<const ModelContext&>().weights())> weights;
    ModelContext context;
  };
  static Open& from(void* model) { return *static_cast<Open*>(model); }

  static void* make() { return new (std::nothrow) Open; }
  static void destroy(void* model) { delete static_cast<Open*>(model); }
  static const PackedWeights& weights(void* model) { return from(model).weights; }
  static const Context& context(void* model) { return from(model).context; }
  static Status open(void* model, const char* path, const WeightsOptions& options) {
    return from(model).weights.open(path, options);
  }
  static Status open_source(void* model, const TensorSource& source, const WeightsOptions& options) {
    return from(model).weights.open_source(source, options);
  }
  static Status create(void* model, const ContextOptions& options) {
    return from(model).context.create(from(model).weights, options);
  }

  template <std::size_t... indices>
  static Status run(ModelContext& context, Example& example, std::index_sequence<indices...>) {
    return forward(context, example.view<Views>(indices)...);
  }
  static Status run(void* model, Example& example) {
    return run(from(model).context, example, std::index_sequence_for<Views...>());
  }
};

// model_of<resnet50::forward>(resnet50::info())
template <auto forward>
Model model_of(const ModelInfo& info) {
  using Functions = ModelFunctions<forward, decltype(forward)>;
  Model model;
  model.info = &info;
  model.make = Functions::make;
  model.destroy = Functions::destroy;
  model.weights = Functions::weights;
  model.context = Functions::context;
  model.open = Functions::open;
  model.open_source = Functions::open_source;
  model.create = Functions::create;
  model.forward = Functions::run;
  return model;
}

}  // namespace specimen_v2::program

#endif  // SPECIMEN_V2_PROGRAM_MODEL_OF_H
