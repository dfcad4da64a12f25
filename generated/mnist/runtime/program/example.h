// One example: what a model reads, and what it makes of it.
#ifndef SPECIMEN_V2_PROGRAM_EXAMPLE_H
#define SPECIMEN_V2_PROGRAM_EXAMPLE_H

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "../core/info.h"
#include "../core/tensor.h"

namespace specimen_v2::program {

// The extents of a tensor of one example, without the batch. `sequence`: tokens, of models that have sequences.
std::vector<std::int64_t> shape_of(const TensorInfo& tensor, std::int64_t sequence);
// Its elements.
std::size_t size_of(const TensorInfo& tensor, std::int64_t sequence);

// A dense view of such a tensor, with a batch of 1.
template <class T>
TensorView<T> view_of(T* data, const TensorInfo& tensor, std::int64_t sequence) {
  TensorView<T> view;
  view.data = data;
  view.rank = tensor.rank;
  std::int64_t step = 1;
  for (int d = tensor.rank - 1; d >= 0; --d) {
    const std::int64_t extent = tensor.extent[d];
    view.extent[d] = extent == kBatch ? 1 : extent < kBatch ? sequence : extent;
    view.stride[d] = step;
    step *= view.extent[d];
  }
  return view;
}

struct Input {
  std::vector<float> floats;         // of a float32 input
  std::vector<std::int32_t> tokens;  // of an int32 input
};

class Example {
 public:
  explicit Example(const ModelInfo& info)
      : inputs(static_cast<std::size_t>(info.functions[0].input_count)), info_(&info) {}

  std::int64_t sequence = 0;  // tokens; 0: the model has no sequences
  std::vector<Input> inputs;
  // An output is in one of the two, by its type.
  std::vector<std::vector<float>> outputs;
  std::vector<std::vector<std::int32_t>> indices;

  // Synthetic inputs, the same in every run.
  void fill_inputs(std::int64_t tokens);
  // Makes room for what the model will write.
  void make_outputs();

  // Argument `i` of the model's forward(): the inputs, then the outputs.
  template <class View>
  View view(std::size_t i) {
    const std::size_t output = i - inputs.size();
    if constexpr (std::is_same_v<View, Tensor>) {
      return view_of(outputs[output].data(), info_->functions[0].outputs[output], sequence);
    } else if constexpr (std::is_same_v<View, Indices>) {
      return view_of(indices[output].data(), info_->functions[0].outputs[output], sequence);
    } else if constexpr (std::is_same_v<View, ConstTokens>) {
      return view_of(inputs[i].tokens.data(), info_->functions[0].inputs[i], sequence);
    } else {
      return view_of(inputs[i].floats.data(), info_->functions[0].inputs[i], sequence);
    }
  }

 private:
  const ModelInfo* info_;
};

}  // namespace specimen_v2::program

#endif  // SPECIMEN_V2_PROGRAM_EXAMPLE_H
