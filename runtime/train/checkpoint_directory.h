// The checkpoints of one run: checkpoint-<step>.safetensors, and best.safetensors. Which is the newest is read from the
// files themselves: there is no file that points at it and can be wrong.
#ifndef SPECIMEN_V2_TRAIN_CHECKPOINT_DIRECTORY_H
#define SPECIMEN_V2_TRAIN_CHECKPOINT_DIRECTORY_H

#include <cstdint>
#include <string>
#include <vector>

#include "checkpoint.h"

namespace specimen_v2::train {

class CheckpointDirectory {
 public:
  explicit CheckpointDirectory(std::string path) : path_(std::move(path)) {}

  // Makes the directory where it is not there. Errors: io_error.
  Status make() const;
  std::string file(const std::string& name) const { return path_ + "/" + name; }

  // Reads the newest whole checkpoint; `info` stays as it is where there are none. Of damaged ones that are passed over
  // `warn` is told. Errors: data_error where all are damaged; those of read_checkpoint but damage.
  Status read_newest(TrainState* state, const Optimizer& optimizer, CheckpointInfo* info, bool* found,
                     void (*warn)(const char* message)) const;

  // Writes one, then removes the oldest beyond `keep` (0: none), never the best. A checkpoint with best_step == step
  // also becomes the best.
  Status write(const TrainState& state, const Optimizer& optimizer, const CheckpointInfo& info, int keep) const;

  // Does what a run that ended within write() left undone after its checkpoint was there.
  Status repair(const TrainState& state, const Optimizer& optimizer, const CheckpointInfo& info, int keep) const;

  // Removes every checkpoint. Errors: io_error.
  Status clear() const;

 private:
  struct File {
    std::int64_t step;
    std::string path;
  };
  std::vector<File> list() const;  // the newest first
  void remove_old(std::int64_t step, int keep) const;
  std::string name_of(std::int64_t step) const;
  Status write_best(const TrainState& state, const Optimizer& optimizer, const CheckpointInfo& info) const;

  std::string path_;
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_CHECKPOINT_DIRECTORY_H
