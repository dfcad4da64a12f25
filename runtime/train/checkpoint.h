// A training run in one file: weights, slots of the optimizer, step, position in the data, seed. It is a safetensors
// file in which the weights have their own names, so that it also is a file of weights; slots are
// "optimizer/momentum/NAME". A checksum over all of it is part of it. The file appears whole, on the disk, or not at
// all.
#ifndef SPECIMEN_V2_TRAIN_CHECKPOINT_H
#define SPECIMEN_V2_TRAIN_CHECKPOINT_H

#include <cstdint>
#include <string>
#include <vector>

#include "../core/status.h"
#include "../data/loader.h"
#include "optimizer.h"
#include "parameters.h"

namespace specimen_v2::train {

// What a checkpoint says beside its tensors.
struct CheckpointInfo {
  std::int64_t step = 0;
  std::uint64_t seed = 0;
  data::Position position;  // of the next batch
  // Of the metric that decides which checkpoint is the best; best_step below 0: there was no evaluation.
  double best = 0;
  std::int64_t best_step = -1;
  // Losses since the last line of the logs.
  double loss_sum = 0;
  std::int64_t loss_count = 0;
};

// Errors: io_error; out_of_range where a parameter is not finite: nothing is written then.
Status write_checkpoint(const std::string& path, const TrainState& state, const Optimizer& optimizer,
                        const CheckpointInfo& info);

// The state's step and seed are set, too. After an error the state is as before. Errors: not_found, io_error,
// data_error (damaged, no checkpoint), invalid_argument (of another model or optimizer).
Status read_checkpoint(const std::string& path, TrainState* state, const Optimizer& optimizer, CheckpointInfo* info);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_CHECKPOINT_H
