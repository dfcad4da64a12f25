// A run of a training program: its data, its state, and the steps between a start or a checkpoint and the export.
#ifndef SPECIMEN_V2_TRAIN_TRAINING_H
#define SPECIMEN_V2_TRAIN_TRAINING_H

#include <cstdint>
#include <memory>
#include <vector>

#include "batch_arguments.h"
#include "checkpoint_directory.h"
#include "directory_lock.h"
#include "evaluator.h"
#include "options.h"
#include "processes.h"
#include "progress.h"
#include "recipe.h"
#include "run_data.h"
#include "run_logs.h"
#include "trainee.h"
#include "updater.h"

namespace specimen_v2::train {

// How a run ended.
enum class Ending : std::uint8_t { finished, reached, interrupted };  // reached: the metric's threshold

class Training {
 public:
  // The first of the processes evaluates, writes files and prints.
  Training(const Trainee& trainee, const Recipe& recipe, const Options& options, const Processes& processes);
  ~Training();
  Training(const Training&) = delete;
  Training& operator=(const Training&) = delete;

  // Opens the data, makes the state or reads the newest checkpoint.
  Status open();
  // Steps until the end, with evaluations, checkpoints and logs.
  Status run(Ending* ending);
  // The metrics of the state, printed.
  Status evaluate();
  // The weights, as a file that inference opens, and what they are of.
  Status save_export();

  // The last error was a loss that is not finite.
  bool diverged() const { return diverged_; }
  const data::Position& position() const { return info_.position; }

 private:
  TrainState& state() const { return trainee_.state(training_); }
  Status open_directory();
  Status start_state();
  Status start_loader();
  Status step(const data::Batch& batch);
  Status after_step(const data::Batch& batch, bool last);
  Status evaluate_and_log();
  Status write_checkpoint();
  Status log_step(const data::Batch& batch);
  Status explain(const Status& status, const Arguments& arguments);
  bool is_done() const;
  bool is_reached() const;
  std::int64_t total_steps() const;

  const Trainee& trainee_;
  const Recipe& recipe_;
  const Options& options_;
  const Processes& processes_;
  void* training_;
  ContextOptions context_options_;
  Updater updater_;
  RunData data_;
  data::Loader loader_;
  BatchArguments arguments_;
  Evaluator evaluator_;
  CheckpointDirectory directory_;
  DirectoryLock lock_;
  RunLogs logs_;
  std::unique_ptr<Progress> progress_;
  CheckpointInfo info_;
  std::int64_t evaluated_ = -1, saved_ = -1;  // steps
  double learning_rate_ = 0;
  bool diverged_ = false;
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_TRAINING_H
