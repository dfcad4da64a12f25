// Layers: the words of the spec language, named and meant as in Keras. A layer is a row with its arguments and a
// function that adds ops to the graph.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "graph/graph.h"
#include "spec/expand.h"
#include "spec/layer_table.h"

namespace specimen::gen {

// What training needs to know of a weight. Initializer and regularizer are as the spec says them (text_of_argument).
struct WeightOptions {
  std::string initializer = "zeros";
  std::string regularizer = {};  // "null": none
  bool trainable = true;         // false: a moving statistic
  bool own = false;              // the layer's own, whatever `weights_of` says
};

// What a layer's function gets: its arguments, its inputs, and the means to add weights and ops. After a failure, which
// is a diagnostic, tensors are invalid and further calls do nothing.
class LayerBuilder {
 public:
  virtual ~LayerBuilder() = default;
  LayerBuilder(const LayerCall& layer_call, Diagnostics& layer_diagnostics)
      : call(layer_call), diagnostics(layer_diagnostics) {}

  const LayerCall& call;
  Diagnostics& diagnostics;

  virtual TensorId input(int i) const = 0;
  virtual const Shape& shape(TensorId id) const = 0;
  // The layer's weight of that name, or the one of the layer that `weights_of` names.
  virtual TensorId weight(const std::string& name, const Shape& shape, const WeightOptions& options) = 0;
  // The layer's weight, whose elements its ops read in another shape than checkpoints hold them.
  virtual TensorId weight_as(std::vector<int> shape, const std::string& name, const Shape& held,
                             const WeightOptions& options) = 0;
  // The op's first output. `part` names an op that is a layer within the layer.
  virtual TensorId op(Attributes attributes, std::vector<TensorId> inputs, const std::string& part = "") = 0;
  virtual bool is_int32(TensorId id) const = 0;
  virtual void fail(Kind kind, const Span& span, const std::string& message) = 0;
  virtual bool failed() const = 0;
  // At the maxima of its symbols; -1 where that does not fit.
  virtual std::int64_t maximum(const Dim& dim) const = 0;

  int inputs() const { return static_cast<int>(call.inputs.size()); }
  int integer(const char* argument) const { return static_cast<int>(call.integer(argument)); }
  // One int for both, or a list of two.
  std::pair<int, int> pair(const char* argument);
  // The last dimension, as a number.
  int channels(TensorId id);
  // The argument `axis` as a dimension of x after the batch, 1 or more; negative ones count from the end. -1 after a
  // diagnostic.
  int axis_of(TensorId x);
  // The extents of x from dimension `first` to before `end`, multiplied; -1 where one is known at run time only, or the
  // product is too large for a tensor.
  int extent_of(TensorId x, int first, int end);
  // x in another shape behind its batch.
  TensorId reshaped(TensorId x, std::vector<int> extents, const std::string& part = "");
};

// What a layer gives: one tensor, or several.
struct LayerOutputs {
  std::vector<TensorId> tensors;

  LayerOutputs(TensorId one) : tensors{one} {}
  LayerOutputs(std::vector<TensorId> several) : tensors(std::move(several)) {}
};

struct LayerRule {
  LayerInfo info;
  std::function<LayerOutputs(LayerBuilder& layer)> build;
};

// All layers, sorted by name.
const std::vector<LayerRule>& layer_rules();
const LayerRule* find_layer_rule(std::string_view name);
// For the spec layer, which checks every call by it.
const LayerTable& layer_table();

// Rows by kind; layers.cpp puts them together.
std::vector<LayerRule> convolution_layers();
std::vector<LayerRule> dense_layers();
std::vector<LayerRule> normalization_layers();
std::vector<LayerRule> activation_layers();
std::vector<LayerRule> pooling_layers();
std::vector<LayerRule> merging_layers();
std::vector<LayerRule> reshaping_layers();
std::vector<LayerRule> sequence_layers();
std::vector<LayerRule> state_layers();
std::vector<LayerRule> reduction_layers();
std::vector<LayerRule> attention_layers();

// Shared by rows.
std::vector<Argument> operator+(std::vector<Argument> a, const std::vector<Argument>& b);
Argument activation_argument();
// The text of an initializer or regularizer, as the graph keeps it.
std::string text_of(const Value& argument);
// Of a weight whose initializer and regularizer are the arguments `<prefix>_initializer` and `<prefix>_regularizer`.
WeightOptions trained_options(LayerBuilder& layer, const std::string& prefix);
// The layer's weight of those options.
TensorId trained_weight(LayerBuilder& layer, const std::string& name, const Shape& shape, const std::string& prefix);
// x + the layer's `bias`, a value a channel, where the argument `use_bias` is true.
TensorId add_bias(LayerBuilder& layer, TensorId x);
// Arguments that matter to training alone: initializers and regularizers.
std::vector<Argument> weight_arguments(bool with_kernel = true);
// The axis of a tensor of that rank becomes the last dimension, and goes back.
std::pair<PermuteOp, PermuteOp> last_and_back(int axis, int rank);
// The activation of that name on x; `linear` and null leave it as it is.
TensorId activate(LayerBuilder& layer, const Value& name, TensorId x, const Span& span);
// Padding of a sliding window: `valid`, or `same` as Keras and TensorFlow put it (the odd pixel at the end).
Padding window_padding(LayerBuilder& layer, const std::string& padding, const Window& window, TensorId x);

}  // namespace specimen::gen
