// Makes the steps of an optimizer on the flat buffers of a TrainState. The work is split into fixed pieces of the
// buffers, and sums over them have one order: the same bits for any number of threads.
#ifndef SPECIMEN_V2_TRAIN_UPDATER_H
#define SPECIMEN_V2_TRAIN_UPDATER_H

#include <cstdint>
#include <vector>

#include "../core/context.h"
#include "../core/status.h"
#include "optimizer.h"
#include "parameters.h"
#include "update_rules.h"

namespace specimen_v2::train {

struct UpdateResult {
  bool updated = false;      // false: the gradients wait for those of more batches
  double penalty = 0;        // what regularizers add to the loss
  double gradient_norm = 0;  // of all gradients before clipping; 0 where nothing needs it
};

class Updater {
 public:
  // Errors: invalid_argument (numbers that the optimizer cannot have).
  Status create(const TrainInfo& info, const Optimizer& optimizer, const ParameterGroup* groups = nullptr,
                int group_count = 0);

  // Gives the slots of a new state their first values. A state that was read from a checkpoint has them.
  void start(TrainState& state) const;

  // Updates the parameters and moving statistics by the gradients in the state, and counts the step. Allocates nothing.
  // Errors: invalid_argument (the context runs, the state has other slots); out_of_range (norms that are not finite).
  Status update(Context& context, TrainState& state, double rate, UpdateResult* result);

  const Optimizer& optimizer() const { return optimizer_; }
  // The slot with the moving average of the weights; below 0: there is none.
  int average_slot() const;

 private:
  // What one parameter gets.
  struct Tensor {
    double rate = 1, decay = 0, l1 = 0, l2 = 0;
    bool trust = true;
    int first_piece = 0, pieces = 0;
    Real scale = 1, trust_ratio = 1;  // of the step
  };
  struct Range {
    std::int64_t begin = 0, count = 0;
    int tensor = 0;
  };
  struct Job;

  static int run_task(void* worker, int task, std::uint8_t* closure);
  void run(Context& context, Job* job);
  void run_piece(const Job& job, int index);
  Piece piece(const TrainState& state, const Range& range) const;
  void scale_gradients(UpdateResult* result);
  void update_moving_statistics(TrainState& state) const;

  const TrainInfo* info_ = nullptr;
  Optimizer optimizer_;
  bool regularized_ = false;
  std::vector<Tensor> tensors_;  // trainable ones
  std::vector<Range> ranges_;
  std::vector<PieceSums> sums_;  // of each range
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_UPDATER_H
