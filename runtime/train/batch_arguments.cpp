#include "batch_arguments.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace specimen_v2::train {
namespace {

constexpr bool kConverts = !std::is_same_v<Real, float>;

std::size_t element_bytes(const TensorInfo& tensor) { return tensor.dtype == DType::f32 ? sizeof(Real) : 4; }

}  // namespace

std::int64_t elements_of(const TensorInfo& tensor, std::int64_t batch, std::int64_t length) {
  std::int64_t count = 1;
  for (int d = 0; d < tensor.rank; ++d) {
    const std::int64_t extent = tensor.extent[d];
    count *= extent == kBatch ? batch : extent < kBatch ? length : extent;
  }
  return count;
}

bool has_length(const TensorInfo& tensor) {
  return std::any_of(tensor.extent, tensor.extent + tensor.rank, [](std::int64_t e) { return e < kBatch; });
}

std::int64_t max_length_of(const ModelInfo& model, const FunctionInfo& function) {
  for (int i = 0; i < function.input_count; ++i) {
    const TensorInfo& tensor = function.inputs[i];
    for (int d = 0; d < tensor.rank; ++d) {
      if (tensor.extent[d] < kBatch) return model.symbol(tensor.extent[d]).max;
    }
  }
  return 0;
}

std::vector<data::TensorSpec> tensor_specs(const FunctionInfo& function) {
  std::vector<data::TensorSpec> specs;
  for (int i = 0; i < function.input_count; ++i) {
    const TensorInfo& tensor = function.inputs[i];
    specs.push_back({tensor.dtype, elements_of(tensor, 1, 1), has_length(tensor)});
  }
  return specs;
}

Status BatchArguments::create(const ModelInfo& model, std::int64_t max_batch, std::vector<int> inputs) {
  function_ = &model.functions[0];
  inputs_ = std::move(inputs);
  pointers_.assign(inputs_.size() + index(function_->output_count), nullptr);
  memory_.clear();
  memory_.resize(pointers_.size());
  const std::int64_t length = max_length_of(model, *function_);
  for (std::size_t i = 0; i < pointers_.size(); ++i) {
    const bool output = i >= inputs_.size();
    const TensorInfo& tensor = output ? function_->outputs[i - inputs_.size()] : function_->inputs[i];
    if (!output && (!kConverts || tensor.dtype != DType::f32)) continue;
    const auto elements = static_cast<std::size_t>(elements_of(tensor, max_batch, length));
    if (Status status = memory_[i].allocate(elements * element_bytes(tensor), {}, "a batch"); !status) return status;
    pointers_[i] = memory_[i].data();
  }
  return Status();
}

Arguments BatchArguments::set(const data::Batch& batch, std::int64_t first, std::int64_t count) {
  Arguments arguments;
  arguments.batch = count;
  arguments.length = batch.length;
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    const TensorInfo& tensor = function_->inputs[i];
    const std::int64_t each = elements_of(tensor, 1, batch.length);
    char* const from = static_cast<char*>(batch.tensors[inputs_[i]]) + first * each * 4;
    if (!kConverts || tensor.dtype != DType::f32) {
      pointers_[i] = from;
    } else {
      const float* values = reinterpret_cast<const float*>(from);
      std::copy(values, values + count * each, static_cast<Real*>(pointers_[i]));
    }
  }
  arguments.data = pointers_.data();
  return arguments;
}

}  // namespace specimen_v2::train
