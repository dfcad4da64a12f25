// How a model is trained, in plain values: constants of a generated training program. The command line changes some.
#ifndef SPECIMEN_V2_TRAIN_RECIPE_H
#define SPECIMEN_V2_TRAIN_RECIPE_H

#include <cstdint>
#include <memory>
#include <vector>

#include "../core/status.h"
#include "../data/dataset.h"
#include "../data/loader.h"
#include "metric.h"
#include "optimizer.h"
#include "schedule.h"

namespace specimen_v2::train {

// What the model is trained on: a reader, and how the fields of an example become the inputs of the training function.
struct DataSource {
  const char* name = "";  // of the data set, in logs: "fashion_mnist"
  // The training or the test part of the data set in a directory.
  Status (*open)(const char* directory, bool training, std::unique_ptr<data::Dataset>* dataset) = nullptr;
  // Fills a slot for each input of the training function, in order. `training` has augmentation, `evaluation` has none.
  data::Transform training = nullptr, evaluation = nullptr;
  const void* training_data = nullptr;    // passed to `training`
  const void* evaluation_data = nullptr;  // passed to `evaluation`
  const char* directory = nullptr;        // where --data_dir does not say; null: it must
  bool synthetic = false;                 // made-up examples, and no `open`
  // The tokens of each example, of models that have sequences: batches are made of examples of about equal lengths.
  // Null: every example has the model's longest sequence.
  Status (*lengths)(const data::Dataset& dataset, const void* data, std::vector<std::int32_t>* lengths) = nullptr;
};

struct Recipe {
  const char* name = "";
  DataSource data;
  int batch_size = 32;
  std::int64_t epochs = 1;
  std::int64_t max_steps = 0;  // 0: as many as the epochs have
  int epochs_between_evaluations = 1;
  std::int64_t checkpoint_steps = 0;  // steps between checkpoints; 0: after evaluations alone
  int max_to_keep = 5;
  std::uint64_t seed = 1;
  bool drop_remainder = false;

  Optimizer optimizer;
  Schedule schedule;
  const ParameterGroup* groups = nullptr;
  int group_count = 0;

  const char* exported =
      nullptr;  // the text of `model.json` beside the exported weights: what the model is; null: none

  const MetricInfo* metrics = nullptr;  // the first decides which checkpoint is the best, and when to stop
  int metric_count = 0;
  double stop_threshold = 0;  // of the first metric; 0: none
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_RECIPE_H
