// The parameters of a model that is trained: what the generated code says of them, and the memory that holds them.
//
// All parameters are in one flat buffer of Real, in one order: what an optimizer updates first, then moving statistics
// and what is frozen. Gradients have the same layout, and each slot of an optimizer that of the trainable range. Every
// tensor starts at a multiple of kParameterAlignment elements; the elements between tensors are 0 and stay 0.
#ifndef SPECIMEN_V2_TRAIN_PARAMETERS_H
#define SPECIMEN_V2_TRAIN_PARAMETERS_H

#include <cstddef>
#include <cstdint>

#include "../core/info.h"
#include "../core/initializer.h"
#include "../core/memory.h"
#include "../core/status.h"
#include "../core/tensor.h"
#include "../core/version.h"

namespace specimen_v2 {

inline constexpr std::int64_t kParameterAlignment = 16;  // elements

// What is added to the loss: l1 * sum |w| + l2 * sum w^2, as Keras has it. (tf.nn.l2_loss is half of the sum.)
struct RegularizerInfo {
  double l1 = 0, l2 = 0;
};

struct ParameterInfo {
  const char* name;  // as in checkpoints: conv1/kernel
  int rank;
  std::int64_t extent[kMaxRank];
  std::int64_t offset;  // in elements
  bool trainable;
  double momentum;  // of a moving statistic; below 0: not a moving statistic
  InitializerInfo initializer;
  RegularizerInfo regularizer;

  std::int64_t elements() const {
    std::int64_t count = 1;
    for (int d = 0; d < rank; ++d) count *= extent[d];
    return count;
  }
};

// Constants of the generated code.
struct TrainInfo {
  // Of the training function, functions[0]: its inputs are those of the model, then labels and weights; its outputs are
  // `loss`, a scalar, then what metrics read.
  const ModelInfo* model;
  const ParameterInfo* parameters;  // by offset
  int parameter_count;
  std::int64_t trainable_elements;  // the trainable ones are [0, trainable_elements)
  std::int64_t elements;
};

struct TrainStateOptions {
  int slots = 0;  // buffers of the trainable range that the optimizer needs: slots_of()
  MemoryHook memory;
};

// Owns the flat buffers. The generated TrainState of a model derives from it and binds its trees of pointers. Written
// by one context at a time. Not moved: trees point into it.
class SPECIMEN_V2_API TrainState {
 public:
  TrainState() = default;
  TrainState(const TrainState&) = delete;
  TrainState& operator=(const TrainState&) = delete;

  const TrainInfo* info() const { return info_; }  // null before create
  Real* parameters() const { return parameters_; }
  Real* gradients() const { return gradients_; }
  int slots() const { return slot_count_; }
  Real* slot(int i) const { return slots_ + i * info_->trainable_elements; }
  std::size_t bytes() const { return memory_.size(); }

  // Updates that were made: 0 before the first.
  std::int64_t step = 0;
  // Of random numbers in the model, such as dropout; and where the batch is in the global batch, when several
  // micro-batches make one step.
  std::uint64_t seed = 0;
  std::int64_t first_example = 0;
  // Micro-batches whose gradients wait in a slot.
  int accumulated = 0;

  // Every parameter gets its initial value for `seed`, gradients and slots 0, and the step is 0.
  void initialize(std::uint64_t seed_);

  // Of the gradients, what an update reads: those of the trainable parameters and the statistics of the batch are the
  // first elements.
  std::int64_t update_elements() const;

  // Null where there is none.
  const ParameterInfo* find(const char* name) const;

 protected:
  ~TrainState() = default;

  // All zero, aligned to 64 bytes. Errors: out_of_memory; invalid_argument (made before).
  Status create(const TrainInfo& info, const TrainStateOptions& options);

 private:
  const TrainInfo* info_ = nullptr;
  Memory memory_;
  Real* parameters_ = nullptr;
  Real* gradients_ = nullptr;
  Real* slots_ = nullptr;
  int slot_count_ = 0;
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TRAIN_PARAMETERS_H
