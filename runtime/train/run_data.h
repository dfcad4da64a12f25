// The data sets of a run: those of the recipe, or made-up examples.
#ifndef SPECIMEN_V2_TRAIN_RUN_DATA_H
#define SPECIMEN_V2_TRAIN_RUN_DATA_H

#include <cstdint>
#include <memory>
#include <vector>

#include "../core/info.h"
#include "../core/status.h"
#include "../data/dataset.h"
#include "../data/loader.h"
#include "options.h"
#include "recipe.h"

namespace specimen_v2::train {

// The training part, or the part for evaluation.
struct DataPart {
  std::unique_ptr<data::Dataset> dataset;
  std::vector<std::int32_t> lengths;  // tokens of each example; empty: the model has no sequences
  data::Transform transform = nullptr;
  const void* transform_data = nullptr;

  const std::int32_t* lengths_or_null() const { return lengths.empty() ? nullptr : lengths.data(); }
};

struct RunData {
  DataPart training, evaluation;
  std::int32_t max_length = 0;

  // `model`: of the training function. Errors: those of the reader; data_error (no examples).
  Status open(const ModelInfo& model, const Recipe& recipe, const Options& options);

 private:
  Status open_part(const ModelInfo& model, const Recipe& recipe, const Options& options, bool training, DataPart* part);
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_RUN_DATA_H
