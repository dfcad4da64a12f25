#include "runtime/train/metric.h"

#include <gtest/gtest.h>

#include "golden.h"

namespace specimen_v2::train {
namespace {

// In two parts of unequal sizes.
double over_parts(MetricInfo info, const std::string& values_name, const std::string& labels_name, bool targets) {
  const Golden golden("metrics");
  const std::vector<double> from = golden.values(values_name), truth = golden.values(labels_name);
  const std::vector<Real> values(from.begin(), from.end());
  const std::vector<std::int32_t> labels(truth.begin(), truth.end());
  const std::vector<float> floats(truth.begin(), truth.end());
  const std::size_t rows = labels.size(), classes = values.size() / rows, half = rows / 3;
  Metric metric(info);
  metric.add(values.data(), 3, 1, nullptr, nullptr);
  metric.reset();
  for (std::size_t begin : {std::size_t{0}, half}) {
    const std::size_t count = begin == 0 ? half : rows - half;
    metric.add(values.data() + begin * classes, static_cast<std::int64_t>(count), static_cast<std::int64_t>(classes),
               targets ? nullptr : labels.data() + begin, targets ? floats.data() + begin : nullptr);
  }
  return metric.result();
}

MetricInfo of(MetricKind kind, bool from_logits) {
  MetricInfo info;
  info.kind = kind;
  info.from_logits = from_logits;
  return info;
}

TEST(Metric, OfClasses) {
  const Golden golden("metrics");
  EXPECT_DOUBLE_EQ(over_parts(of(MetricKind::accuracy, true), "logits", "labels", false), golden.value("accuracy"));
  MetricInfo top = of(MetricKind::top_k, true);
  top.k = 3;
  EXPECT_NEAR(over_parts(top, "logits", "labels", false), golden.value("top_3"), 1e-7);
  MetricInfo loss = of(MetricKind::crossentropy, true);
  EXPECT_NEAR(over_parts(loss, "logits", "labels", false), golden.value("crossentropy"), 1e-12);
  loss.label_smoothing = 0.1;
  EXPECT_NEAR(over_parts(loss, "logits", "labels", false), golden.value("crossentropy_smoothed"), 1e-12);
}

// Targets that name one class are its label.
TEST(Metric, OfTargets) {
  const Golden golden("metrics");
  const std::vector<double> from = golden.values("logits"), labels = golden.values("labels");
  const std::vector<Real> values(from.begin(), from.end());
  const auto rows = static_cast<std::int64_t>(labels.size());
  const std::size_t classes = values.size() / labels.size();
  std::vector<float> targets(values.size(), 0);
  for (std::size_t r = 0; r < labels.size(); ++r) targets[r * classes + static_cast<std::size_t>(labels[r])] = 1;
  const auto value = [&](const MetricInfo& info) {
    Metric metric(info);
    metric.add(values.data(), rows, static_cast<std::int64_t>(classes), nullptr, targets.data());
    return metric.result();
  };
  EXPECT_DOUBLE_EQ(value(of(MetricKind::accuracy, true)), golden.value("accuracy"));
  MetricInfo loss = of(MetricKind::crossentropy, true);
  EXPECT_NEAR(value(loss), golden.value("crossentropy"), 1e-12);
  loss.label_smoothing = 0.1;
  EXPECT_NEAR(value(loss), golden.value("crossentropy_smoothed"), 1e-12);
  // Each value by itself: of 7 targets of a row one is 1.
  MetricInfo each = of(MetricKind::accuracy, true);
  each.each_class = true;
  double right = 0;
  for (std::size_t i = 0; i < values.size(); ++i) right += (values[i] > 0) == (targets[i] == 1) ? 1 : 0;
  EXPECT_DOUBLE_EQ(value(each), right / static_cast<double>(values.size()));
}

TEST(Metric, OfProbabilities) {
  const Golden golden("metrics");
  for (const bool targets : {false, true}) {
    const auto value = [&](MetricInfo info) { return over_parts(info, "probabilities", "truth", targets); };
    EXPECT_DOUBLE_EQ(value(of(MetricKind::accuracy, false)), golden.value("binary_accuracy"));
    EXPECT_NEAR(value(of(MetricKind::crossentropy, false)), golden.value("binary_crossentropy"), 1e-9);
    EXPECT_NEAR(value(of(MetricKind::precision, false)), golden.value("precision"), 1e-7);
    MetricInfo recall = of(MetricKind::recall, false);
    recall.threshold = 0.4;
    EXPECT_NEAR(value(recall), golden.value("recall"), 1e-7);
    EXPECT_NEAR(value(of(MetricKind::auc, false)), golden.value("auc"), 1e-6);
    EXPECT_NEAR(value(of(MetricKind::f1, false)), golden.value("f1"), 1e-6);
    EXPECT_NEAR(value(of(MetricKind::mean, false)), golden.value("mean"), 1e-12);
    EXPECT_NEAR(value(of(MetricKind::mean_squared_error, false)), golden.value("mean_squared_error"), 1e-12);
    EXPECT_NEAR(value(of(MetricKind::mean_absolute_error, false)), golden.value("mean_absolute_error"), 1e-12);
  }
}

TEST(Metric, LabelsBelowZeroAreLeftOut) {
  const Real values[] = {1, 2, 2, 1, 1, 2};
  const std::int32_t labels[] = {1, -1, 0};
  Metric metric(of(MetricKind::accuracy, true));
  EXPECT_EQ(metric.result(), 0);
  metric.add(values, 3, 2, labels, nullptr);
  EXPECT_EQ(metric.result(), 0.5);
}

}  // namespace
}  // namespace specimen_v2::train
