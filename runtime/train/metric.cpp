#include "metric.h"

#include <algorithm>
#include <cmath>

namespace specimen_v2::train {
namespace {

constexpr double kEpsilon = 1e-7;  // keras.backend.epsilon()
constexpr int kThresholds = 200;   // of keras.metrics.AUC

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

// The sum of -log of the probability of each class, times its target.
template <class Target>
double crossentropy(const Real* values, std::int64_t classes, bool from_logits, Target target) {
  const auto logit = [&](std::int64_t c) {
    const auto value = static_cast<double>(values[c]);
    return from_logits ? value : std::log(std::min(std::max(value, kEpsilon), 1 - kEpsilon));
  };
  double largest = logit(0), sum = 0, all = 0;
  for (std::int64_t c = 1; c < classes; ++c) largest = std::max(largest, logit(c));
  for (std::int64_t c = 0; c < classes; ++c) sum += std::exp(logit(c) - largest);
  const double total = largest + std::log(sum);
  for (std::int64_t c = 0; c < classes; ++c) {
    const double its = target(c);
    if (its != 0) all += its * (total - logit(c));
  }
  return all;
}

double binary_crossentropy(double value, double target, bool from_logits, double smoothing) {
  target = target * (1 - smoothing) + 0.5 * smoothing;
  if (from_logits) return std::max(value, 0.0) - value * target + std::log1p(std::exp(-std::fabs(value)));
  const double p = std::min(std::max(value, kEpsilon), 1 - kEpsilon);
  return -(target * std::log(p) + (1 - target) * std::log(1 - p));
}

}  // namespace

Metric::Metric(const MetricInfo& info) : info_(info) { reset(); }

void Metric::reset() {
  sum_ = count_ = true_positives_ = false_positives_ = false_negatives_ = 0;
  if (info_.kind != MetricKind::auc) return;
  positives_.assign(kThresholds, 0);
  negatives_.assign(kThresholds, 0);
}

void Metric::add(const Real* values, std::int64_t rows, std::int64_t classes, const std::int32_t* labels,
                 const float* targets) {
  for (std::int64_t r = 0; r < rows; ++r, values += classes) {
    if (info_.kind == MetricKind::mean) {
      for (std::int64_t c = 0; c < classes; ++c) sum_ += static_cast<double>(values[c]);
      count_ += static_cast<double>(classes);
    } else if (info_.kind == MetricKind::mean_squared_error || info_.kind == MetricKind::mean_absolute_error) {
      double sum = 0;
      for (std::int64_t c = 0; c < classes; ++c) {
        const double target = targets ? static_cast<double>(targets[r * classes + c]) : labels ? labels[r] : 0;
        const double error = static_cast<double>(values[c]) - target;
        sum += info_.kind == MetricKind::mean_squared_error ? error * error : std::fabs(error);
      }
      sum_ += sum / static_cast<double>(classes);
      count_ += 1;
    } else if (labels && labels[r] >= 0) {
      add_row(values, classes, labels[r]);
    } else if (!labels && targets) {
      add_targets(values, classes, targets + r * classes);
    }
  }
}

void Metric::add_targets(const Real* values, std::int64_t classes, const float* targets) {
  const bool entropy = info_.kind == MetricKind::crossentropy;
  if (classes == 1 || info_.each_class) {
    for (std::int64_t c = 0; c < classes; ++c) {
      if (!entropy) {
        add_row(values + c, 1, targets[c] > 0.5F ? 1 : 0);
        continue;
      }
      sum_ += binary_crossentropy(static_cast<double>(values[c]), static_cast<double>(targets[c]), info_.from_logits,
                                  info_.label_smoothing);
      count_ += 1;
    }
    return;
  }
  if (!entropy)
    return add_row(values, classes, static_cast<std::int32_t>(std::max_element(targets, targets + classes) - targets));
  sum_ += crossentropy(values, classes, info_.from_logits, [&](std::int64_t c) {
    return static_cast<double>(targets[c]) * (1 - info_.label_smoothing) +
           info_.label_smoothing / static_cast<double>(classes);
  });
  count_ += 1;
}

void Metric::add_row(const Real* values, std::int64_t classes, std::int32_t label) {
  if (classes > 1 && label >= classes) return;
  const bool logits = info_.from_logits;
  double probability;
  if (classes == 2) {
    const auto a = static_cast<double>(values[0]), b = static_cast<double>(values[1]);
    probability = logits ? sigmoid(b - a) : b;
  } else {
    probability = logits ? sigmoid(static_cast<double>(values[0])) : static_cast<double>(values[0]);
  }
  switch (info_.kind) {
    case MetricKind::accuracy: {
      const bool right = classes == 1 ? (probability > info_.threshold) == (label == 1)
                                      : std::max_element(values, values + classes) - values == label;
      sum_ += right ? 1 : 0;
      break;
    }
    case MetricKind::top_k: {
      // tf.math.in_top_k: a class counts where fewer than k are larger.
      std::int64_t larger = 0;
      for (std::int64_t c = 0; c < classes; ++c) larger += values[c] > values[label] ? 1 : 0;
      sum_ += larger < info_.k ? 1 : 0;
      break;
    }
    case MetricKind::crossentropy:
      sum_ += classes == 1 ? binary_crossentropy(static_cast<double>(values[0]), label, logits, info_.label_smoothing)
                           : crossentropy(values, classes, logits, [&](std::int64_t c) {
                               const double even = info_.label_smoothing / static_cast<double>(classes);
                               return c == label ? 1 - info_.label_smoothing + even : even;
                             });
      break;
    default:
      add_binary(probability, label == 1);
  }
  count_ += 1;
}

void Metric::add_binary(double probability, bool positive) {
  if (info_.kind == MetricKind::auc) {
    const float scaled = static_cast<float>(probability) * static_cast<float>(kThresholds - 1);
    const int bucket = std::min(std::max(static_cast<int>(std::ceil(scaled)) - 1, 0), kThresholds - 1);
    (positive ? positives_ : negatives_)[static_cast<std::size_t>(bucket)] += 1;
    return;
  }
  const bool predicted = probability > info_.threshold;
  true_positives_ += predicted && positive ? 1 : 0;
  false_positives_ += predicted && !positive ? 1 : 0;
  false_negatives_ += !predicted && positive ? 1 : 0;
}

// Trapezoids between the points (false positive rate, recall) of the thresholds, from the highest down.
double Metric::area() const {
  double all_positives = 0, all_negatives = 0;
  for (double n : positives_) all_positives += n;
  for (double n : negatives_) all_negatives += n;
  double area = 0, positives = 0, negatives = 0;
  for (std::size_t i = kThresholds; i-- > 0;) {
    const double x = ratio(negatives, all_negatives), y = ratio(positives, all_positives);
    positives += positives_[i];
    negatives += negatives_[i];
    area += (ratio(negatives, all_negatives) - x) * (ratio(positives, all_positives) + y) / 2;
  }
  return area;
}

double Metric::result() const {
  const double tp = true_positives_, fp = false_positives_, fn = false_negatives_;
  switch (info_.kind) {
    case MetricKind::precision:
      return ratio(tp, tp + fp);
    case MetricKind::recall:
      return ratio(tp, tp + fn);
    case MetricKind::f1: {
      const double precision = tp / (tp + fp + kEpsilon), recall = tp / (tp + fn + kEpsilon);
      return 2 * precision * recall / (precision + recall + kEpsilon);
    }
    case MetricKind::auc:
      return area();
    default:
      return ratio(sum_, count_);
  }
}

}  // namespace specimen_v2::train
