// The arguments of a function of a model for batches up to a size: inputs of a loader's batch, outputs of its own.
#ifndef SPECIMEN_V2_TRAIN_BATCH_ARGUMENTS_H
#define SPECIMEN_V2_TRAIN_BATCH_ARGUMENTS_H

#include <cstddef>
#include <cstdint>
#include <vector>

#include "../core/info.h"
#include "../core/memory.h"
#include "../core/status.h"
#include "../data/loader.h"
#include "trainee.h"

namespace specimen_v2::train {

// Elements of a tensor for a batch; `length`: of its sequences.
std::int64_t elements_of(const TensorInfo& tensor, std::int64_t batch, std::int64_t length);
bool has_length(const TensorInfo& tensor);
// The longest sequence of a function; 0: it has none.
std::int64_t max_length_of(const ModelInfo& model, const FunctionInfo& function);
// What a loader must know of the inputs of a function, in order.
std::vector<data::TensorSpec> tensor_specs(const FunctionInfo& function);

class BatchArguments {
 public:
  // Room for the outputs of functions[0]. `inputs`: the tensor of a loader's batch that each input is. Errors:
  // out_of_memory.
  Status create(const ModelInfo& model, std::int64_t max_batch, std::vector<int> inputs);

  // Rows first .. first + count - 1 of a batch. Valid as long as the batch, until the next call.
  Arguments set(const data::Batch& batch, std::int64_t first, std::int64_t count);
  const Real* output(int i) const { return static_cast<const Real*>(pointers_[inputs_.size() + index(i)]); }

 private:
  static std::size_t index(int i) { return static_cast<std::size_t>(i); }

  const FunctionInfo* function_ = nullptr;
  std::vector<int> inputs_;
  std::vector<void*> pointers_;
  std::vector<Memory> memory_;  // of the outputs; in double of float inputs too
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_BATCH_ARGUMENTS_H
