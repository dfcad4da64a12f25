// Metrics as Keras defines them, over any number of batches.
#ifndef SPECIMEN_V2_TRAIN_METRIC_H
#define SPECIMEN_V2_TRAIN_METRIC_H

#include <cstddef>
#include <cstdint>
#include <vector>

#include "../core/tensor.h"

namespace specimen_v2::train {

enum class MetricKind : std::uint8_t {
  accuracy,   // of the largest output among several; of one, it is compared with `threshold`
  top_k,      // SparseTopKCategoricalAccuracy
  precision,  // of outputs above `threshold`, one class each
  recall,
  auc,           // of the ROC curve, 200 thresholds, trapezoids
  f1,            // binary: of outputs above `threshold`
  mean,          // of the output itself
  crossentropy,  // sparse, of logits or of probabilities; with label smoothing. One output: binary
  mean_squared_error,
  mean_absolute_error,
};

struct MetricInfo {
  const char* name = "accuracy";  // in logs
  MetricKind kind = MetricKind::accuracy;
  const char* output = nullptr;  // of the model; null: its first
  const char* label = nullptr;   // an input of the training function; null: its last
  bool from_logits = true;       // what `threshold`, auc and crossentropy read; else probabilities
  double threshold = 0.5;        // of probabilities
  int k = 5;                     // top_k
  double label_smoothing = 0;    // crossentropy
  bool larger_is_better = true;
  bool each_class = false;  // every value of a row is a class of its own: a sigmoid, with a target for each
};

// Adds up batches. Every sum has one order: that of the examples.
class Metric {
 public:
  explicit Metric(const MetricInfo& info);

  // `values` (rows, classes), and of each row a label, which is left out below 0, or `classes` targets; the other of
  // the two is null. `mean` needs neither. The largest of several targets counts as the label, but for crossentropy.
  void add(const Real* values, std::int64_t rows, std::int64_t classes, const std::int32_t* labels,
           const float* targets);
  double result() const;
  void reset();
  const MetricInfo& info() const { return info_; }

 private:
  void add_row(const Real* values, std::int64_t classes, std::int32_t label);
  void add_targets(const Real* values, std::int64_t classes, const float* targets);
  void add_binary(double probability, bool positive);
  double area() const;

  MetricInfo info_;
  double sum_ = 0, count_ = 0;
  double true_positives_ = 0, false_positives_ = 0, false_negatives_ = 0;
  std::vector<double> positives_, negatives_;  // auc: by the number of thresholds below the value
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_METRIC_H
