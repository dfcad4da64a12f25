#include "example.h"

#include "../core/synthetic_input.h"

namespace specimen_v2::program {

std::vector<std::int64_t> shape_of(const TensorInfo& tensor, std::int64_t sequence) {
  std::vector<std::int64_t> shape;
  for (int d = 0; d < tensor.rank; ++d) {
    if (tensor.extent[d] != kBatch) shape.push_back(tensor.extent[d] < kBatch ? sequence : tensor.extent[d]);
  }
  return shape;
}

std::size_t size_of(const TensorInfo& tensor, std::int64_t sequence) {
  std::size_t size = 1;
  for (std::int64_t extent : shape_of(tensor, sequence)) size *= static_cast<std::size_t>(extent);
  return size;
}

void Example::fill_inputs(std::int64_t tokens) {
  constexpr std::uint64_t kSeed = 1;
  sequence = tokens;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const TensorInfo& tensor = info_->functions[0].inputs[i];
    const std::size_t size = size_of(tensor, tokens);
    if (tensor.dtype == DType::i32) {
      inputs[i].tokens.resize(size);
      fill_synthetic_input(kSeed, tensor, 0, size, inputs[i].tokens.data());
    } else {
      inputs[i].floats.resize(size);
      fill_synthetic_input(kSeed, tensor, 0, size, inputs[i].floats.data());
    }
  }
}

void Example::make_outputs() {
  const FunctionInfo& function = info_->functions[0];
  outputs.resize(static_cast<std::size_t>(function.output_count));
  indices.resize(outputs.size());
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const std::size_t size = size_of(function.outputs[o], sequence);
    if (function.outputs[o].dtype == DType::i32) {
      indices[o].resize(size);
    } else {
      outputs[o].resize(size);
    }
  }
}

}  // namespace specimen_v2::program
