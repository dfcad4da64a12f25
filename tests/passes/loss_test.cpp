// The losses are those of Keras in float64 (tests/oracles/record_training.py), loss and gradient: as graphs evaluate
// them, and as the reference kernels compute them.
#include "base/loss.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "graph/evaluate/evaluate.h"
#include "graph/ops.h"
#include "kernels/cross_entropy/reference.h"
#include "kernels/target_loss/reference.h"
#include "train/golden.h"

namespace specimen::gen {
namespace {

constexpr int kRows = 6, kClasses = 5;
constexpr double kClipped = 1e-6;  // Keras holds the probabilities of focal losses 1e-7 away from 0 and 1

struct Case {
  const char* name;
  TargetLossOp op;
};

std::vector<Case> cases() {
  std::vector<Case> list;
  const auto add = [&](const char* name, LossFn fn) -> TargetLossOp& {
    list.push_back({name, {}});
    list.back().op.fn = fn;
    return list.back().op;
  };
  add("categorical_crossentropy", LossFn::categorical_crossentropy);
  add("categorical_crossentropy_smoothed", LossFn::categorical_crossentropy).label_smoothing = 0.1;
  add("binary_crossentropy", LossFn::binary_crossentropy);
  add("binary_crossentropy_smoothed", LossFn::binary_crossentropy).label_smoothing = 0.1;
  add("mean_squared_error", LossFn::mean_squared_error);
  add("mean_absolute_error", LossFn::mean_absolute_error);
  add("huber", LossFn::huber);
  add("huber_changed", LossFn::huber).delta = 0.4;
  for (LossFn fn : {LossFn::categorical_focal_crossentropy, LossFn::binary_focal_crossentropy}) {
    const bool binary = fn == LossFn::binary_focal_crossentropy;
    add(binary ? "binary_focal_crossentropy" : "categorical_focal_crossentropy", fn);
    TargetLossOp& changed =
        add(binary ? "binary_focal_crossentropy_changed" : "categorical_focal_crossentropy_changed", fn);
    changed.alpha = 0.6;
    changed.gamma = 1.5;
    changed.label_smoothing = 0.1;
    changed.balanced = binary;
  }
  return list;
}

double mean(const std::vector<double>& losses) {
  double sum = 0;
  for (double loss : losses) sum += loss;
  return sum / static_cast<double>(losses.size());
}

void expect_near(const std::vector<double>& got, const std::vector<double>& want, double tolerance) {
  ASSERT_EQ(got.size(), want.size());
  for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], want[i], tolerance) << "element " << i;
}

TEST(Losses, AreThoseOfKeras) {
  const specimen_v2::train::Golden golden("losses");
  const std::vector<double> values = golden.values("values"), weights = golden.values("weights");
  for (const Case& one : cases()) {
    SCOPED_TRACE(one.name);
    const std::vector<double> targets = golden.values(is_categorical(one.op.fn) ? "distribution" : "targets");
    const DenseArray x{{kRows, kClasses}, values}, t{{kRows, kClasses}, targets}, w{{kRows}, weights};
    const std::string name = one.name;
    const double tolerance = name.find("focal") == std::string::npos ? 1e-12 : kClipped;
    const std::vector<double> gradient = golden.values(name + "/gradient");
    const std::vector<DenseArray> evaluated = evaluate(one.op, {&x, &t, &w});
    EXPECT_NEAR(mean(evaluated[0].data), golden.value(name + "/loss"), tolerance);
    expect_near(evaluated[1].data, gradient, std::max(tolerance, 1e-9));  // of differences
    const TargetLoss problem{one.op.fn,    kClasses,     one.op.label_smoothing, one.op.delta,
                             one.op.alpha, one.op.gamma, one.op.balanced,        true};
    std::vector<double> losses(kRows), slopes(kRows * kClasses);
    double* const outputs[] = {losses.data(), slopes.data()};
    target_loss_reference<double>(problem, kRows, values.data(), targets.data(), weights.data(), nullptr, outputs);
    EXPECT_NEAR(mean(losses), golden.value(name + "/loss"), tolerance);
    expect_near(slopes, gradient, tolerance);
  }
}

TEST(Losses, OfLabelsAreThoseOfKeras) {
  const specimen_v2::train::Golden golden("losses");
  const std::vector<double> values = golden.values("values"), labels = golden.values("labels"),
                            weights = golden.values("weights");
  const DenseArray x{{kRows, kClasses}, values}, l{{kRows}, labels}, w{{kRows}, weights};
  const double want = golden.value("sparse_categorical_crossentropy/loss");
  const std::vector<double> gradient = golden.values("sparse_categorical_crossentropy/gradient");
  const std::vector<DenseArray> evaluated = evaluate(CrossEntropyOp{}, {&x, &l, &w});
  EXPECT_NEAR(mean(evaluated[0].data), want, 1e-12);
  expect_near(evaluated[1].data, gradient, 1e-12);
  const std::vector<std::int32_t> ids(labels.begin(), labels.end());
  std::vector<double> losses(kRows), slopes(kRows * kClasses);
  double* const outputs[] = {losses.data(), slopes.data()};
  cross_entropy_reference<double>(CrossEntropy{kClasses, 0, true}, kRows, values.data(), ids.data(), weights.data(),
                                  nullptr, outputs);
  EXPECT_NEAR(mean(losses), want, 1e-12);
  expect_near(slopes, gradient, 1e-12);
}

// Targets that name one class are labels.
TEST(Losses, OneHotTargetsAreLabels) {
  const specimen_v2::train::Golden golden("losses");
  const std::vector<double> values = golden.values("values"), labels = golden.values("labels");
  const DenseArray x{{kRows, kClasses}, values}, l{{kRows}, labels};
  DenseArray t{{kRows, kClasses}, std::vector<double>(kRows * kClasses, 0)};
  for (int row = 0; row < kRows; ++row) t.data[row * kClasses + static_cast<int>(labels[row])] = 1;
  TargetLossOp op;
  op.fn = LossFn::categorical_crossentropy;
  op.label_smoothing = 0.2;
  const std::vector<DenseArray> a = evaluate(op, {&x, &t}), b = evaluate(CrossEntropyOp{0.2}, {&x, &l});
  expect_near(a[0].data, b[0].data, 1e-12);
  expect_near(a[1].data, b[1].data, 1e-9);
}

}  // namespace
}  // namespace specimen::gen
