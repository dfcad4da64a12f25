// Metrics of a model over a data set, by its ordinary inference function on weights packed from the live parameters:
// what the exported weights give, bit for bit.
#ifndef SPECIMEN_V2_TRAIN_EVALUATOR_H
#define SPECIMEN_V2_TRAIN_EVALUATOR_H

#include <cstdint>
#include <vector>

#include "../core/status.h"
#include "../data/loader.h"
#include "batch_arguments.h"
#include "live_source.h"
#include "metric.h"
#include "recipe.h"
#include "trainee.h"

namespace specimen_v2::train {

struct EvaluatorOptions {
  int threads = 0;
  int batch_size = 32;
  const data::Dataset* dataset = nullptr;  // must outlive the evaluator
  const std::int32_t* lengths = nullptr;   // of its examples
  std::int32_t max_length = 0;
  data::Transform transform = nullptr;
  const void* transform_data = nullptr;
  int data_threads = 1, prefetch = 2;
  bool skip_bad_records = false;
};

class Evaluator {
 public:
  // Errors: invalid_argument (metrics of outputs or labels that the model lacks, an input that training does not have).
  Status create(const Trainee& trainee, const MetricInfo* metrics, int metric_count, const EvaluatorOptions& options);

  // Errors: those of the model and of the data.
  Status run(LiveSource* live);
  const std::vector<Metric>& metrics() const { return metrics_; }

 private:
  struct Columns {
    int output = 0;
    int label = -1;  // an input of the training function
  };
  Status find(const MetricInfo& metric, Columns* columns) const;
  Status run_batches(void* model, data::Loader* loader);
  void add(const data::Batch& batch, std::int64_t first, std::int64_t count);

  Trainee trainee_;
  EvaluatorOptions options_;
  int max_batch_ = 1;
  std::vector<Metric> metrics_;
  std::vector<Columns> columns_;  // of each metric
  BatchArguments arguments_;
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_EVALUATOR_H
