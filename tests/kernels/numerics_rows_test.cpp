// Norms, softmax and pooling against float64: rows of every kind, NaNs and infinities. A family or a norm that is added
// does not compile here until it says what is right.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "kernels/global_pool/reference.h"
#include "kernels/layer_norm/reference.h"
#include "kernels/pool2d/reference.h"
#include "kernels/softmax/reference.h"
#include "makers.h"
#include "numerics.h"

namespace specimen::gen {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kInfinity = std::numeric_limits<double>::infinity();

// What tests the numbers of a family: rows or windows here, functions in numerics_test.cpp; sums of products and what
// only moves numbers have nothing that a random input does not show.
enum class Kind { rows, windows, functions, sums, moves };
constexpr Kind kind_of(const LayerNorm&) { return Kind::rows; }
constexpr Kind kind_of(const Softmax&) { return Kind::rows; }
constexpr Kind kind_of(const Pool2D&) { return Kind::windows; }
constexpr Kind kind_of(const GlobalPool&) { return Kind::windows; }
constexpr Kind kind_of(const Elementwise&) { return Kind::functions; }
constexpr Kind kind_of(const Attention&) { return Kind::sums; }  // and a softmax: Sequences.AttentionKeepsANaN
constexpr Kind kind_of(const SequencePool&) { return Kind::sums; }
constexpr Kind kind_of(const Resize&) { return Kind::sums; }
constexpr Kind kind_of(const Dense&) { return Kind::sums; }
constexpr Kind kind_of(const Reduce&) {
  return Kind::sums;
}  // NaNs, and equal elements: Reductions in reductions_test.cpp
constexpr Kind kind_of(const ArgMax&) { return Kind::moves; }  // the same
template <class Filtering>
  requires requires(const Filtering& problem) { problem.kernel_height; }
constexpr Kind kind_of(const Filtering&) {
  return Kind::sums;
}
constexpr Kind kind_of(const Embedding&) { return Kind::moves; }
constexpr Kind kind_of(const SelectToken&) { return Kind::moves; }
constexpr Kind kind_of(const Copy&) { return Kind::moves; }
constexpr Kind kind_of(const Pad&) { return Kind::moves; }
constexpr Kind kind_of(const PackFilter&) { return Kind::moves; }
constexpr Kind kind_of(const DenseBackwardKernel&) { return Kind::sums; }
constexpr Kind kind_of(const Pool2DBackward&) { return Kind::moves; }  // equal elements: Training in training_test.cpp
constexpr Kind kind_of(const BatchNormScale&) { return Kind::moves; }  // Training.BatchNormScaleEdges
constexpr Kind kind_of(const Dropout&) { return Kind::moves; }         // Training.DropoutEdges
constexpr Kind kind_of(const GlobalPoolBackward&) { return Kind::moves; }
constexpr Kind kind_of(const BatchNormStatistics&) { return Kind::sums; }  // Training.VarianceFarFromZero
constexpr Kind kind_of(const BatchNormBackwardSums&) { return Kind::sums; }
constexpr Kind kind_of(const BatchNormBackwardData&) { return Kind::sums; }
constexpr Kind kind_of(const LayerNormBackwardSums&) { return Kind::sums; }
constexpr Kind kind_of(const LayerNormBackwardData&) { return Kind::sums; }
constexpr Kind kind_of(const EmbeddingBackward&) { return Kind::sums; }
constexpr Kind kind_of(const AttentionBackward&) { return Kind::sums; }
constexpr Kind kind_of(const SequencePoolBackward&) { return Kind::moves; }
constexpr Kind kind_of(const SelectTokenBackward&) { return Kind::moves; }
constexpr Kind kind_of(const CrossEntropy&) { return Kind::sums; }  // and a softmax: Training.CrossEntropyOfLargeLogits
constexpr Kind kind_of(const TargetLoss&) { return Kind::sums; }    // Training.TargetLossOfLargeValues

using Row = std::vector<double>;

double mean_of(const Row& row) {
  long double sum = 0;
  for (const double v : row) sum += v;
  return static_cast<double>(sum / static_cast<long double>(row.size()));
}

double squares_of(const Row& row) {
  double sum = 0;
  for (const double v : row) sum += v * v;
  return sum;
}

// x - mean; of equal numbers all are 0.
Row centered(const Row& x) {
  const bool equal = std::equal(x.begin() + 1, x.end(), x.begin()) && std::isfinite(x[0]);
  const double mean = equal ? x[0] : mean_of(x);
  Row y;
  for (const double v : x) y.push_back(v - mean);
  return y;
}

Row truth(const LayerNorm& w, const Row& x) {
  const double count = static_cast<double>(x.size()), epsilon = w.epsilon;
  Row y = w.norm == Norm::layer ? centered(x) : x;
  double length = kNaN;
  switch (w.norm) {
    case Norm::layer:
    case Norm::rms:
      length = std::sqrt(squares_of(y) / count + epsilon);
      break;
    case Norm::unit:
      length = std::sqrt(std::max(squares_of(y), epsilon));
      break;
  }
  for (double& v : y) v /= length;
  return y;
}

Row truth(const Softmax&, const Row& x) {
  double most = -kInfinity, sum = 0;
  Row y;
  for (const double v : x) most = std::isnan(v) ? v : std::max(most, v);
  for (const double v : x) y.push_back(std::exp(v - most)), sum += y.back();
  for (double& v : y) v /= sum;
  return y;
}

// Of a softmax relative to each element, of a norm to the largest of the row. Infinite where one is NaN and the other
// not.
double row_error(bool each, const float* got, const Row& want) {
  double largest = 0, worst = 0;
  for (const double v : want) largest = std::max(largest, std::fabs(v));
  for (std::size_t i = 0; i < want.size(); ++i) {
    double error = relative_error(got[i], want[i]);
    if (!each && error > 0 && std::isfinite(error)) {
      error = std::fabs(got[i] - want[i]) / (largest < 1.2e-38 ? 1 : largest);
    }
    worst = std::max(worst, error);
  }
  return worst;
}

std::string name_of(const LayerNorm& w) { return to_string(w.norm); }
std::string name_of(const Softmax&) { return "softmax"; }

// Keras's own f32 in this case. Where it has no digit right, anything goes.
double keras_error(const std::string& name, std::size_t features, const std::string& row) {
  const nlohmann::json& error = frameworks()["rows"][name][std::to_string(features)][row]["keras"];
  return error.is_string() || error.get<double>() >= 0.99 ? kInfinity : error.get<double>();
}

// A difference from the mean under 1.2e-38 counts as 0, as a result does: what that is of the largest difference.
double flushed(const LayerNorm& w, const Row& x) {
  if (w.norm != Norm::layer) return 0;
  double largest = 0;
  for (const double v : centered(x)) largest = std::max(largest, std::fabs(v));
  return largest > 0 ? 1.2e-38 / largest : 0;
}
double flushed(const Softmax&, const Row&) { return 0; }

template <class W>
void expect_rows(const char* target, const W& w, std::size_t features,
                 const std::vector<std::pair<std::string, std::vector<float>>>& rows, const std::vector<float>& got) {
  double most = 0, most_beyond = 0;
  std::string where, where_beyond;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const Row x(rows[r].second.begin(), rows[r].second.end()), want = truth(w, x);
    const double error = row_error(std::is_same_v<W, Softmax>, &got[r * features], want);
    const bool finite = std::all_of(want.begin(), want.end(), [](double v) { return std::isfinite(v); });
    // What the frameworks or denormals cost is itself known to a rounding.
    const double known =
        (1 + kNumericBound) * std::max(keras_error(name_of(w), features, rows[r].first), flushed(w, x));
    const double allowed = finite ? std::max(kNumericBound, known) : 0;
    EXPECT_LE(error, allowed) << target << ' ' << name_of(w) << " of " << features << " features, " << rows[r].first;
    const bool beyond = error > kNumericBound;
    if (error > (beyond ? most_beyond : most)) {
      (beyond ? most_beyond : most) = error;
      (beyond ? where_beyond : where) = rows[r].first;
    }
  }
  std::printf("numerics %-8s %5zu %-4s worst %.2g (%s)", name_of(w).c_str(), features, target, most, where.c_str());
  if (most_beyond > 0) std::printf("; where Keras is worse %.2g (%s)", most_beyond, where_beyond.c_str());
  std::printf("\n");
}

constexpr int kFeatures[] = {17, 768, 1001};

std::vector<Problem> row_kernels() {
  std::vector<Problem> problems;
  for (const int features : kFeatures) {
    problems.push_back(Softmax{features});
    for (const Norm norm : {Norm::layer, Norm::rms, Norm::unit}) {
      LayerNorm w;
      w.features = features, w.norm = norm, w.epsilon = norm == Norm::unit ? 1e-24 : 1e-6;
      problems.push_back(w);
    }
  }
  return problems;
}

// Rows behind each other.
std::vector<float> joined(const std::vector<std::pair<std::string, std::vector<float>>>& rows) {
  std::vector<float> x;
  for (const auto& [name, row] : rows) x.insert(x.end(), row.begin(), row.end());
  return x;
}

class NumericsOfFamily : public testing::TestWithParam<Target> {};

TEST(Numerics, RowsOfReferences) {
  for (const Problem& problem : row_kernels()) {
    const auto run = [](const auto& w, auto reference) {
      const std::size_t features = static_cast<std::size_t>([&] {
        if constexpr (requires { w.features; })
          return w.features;
        else
          return w.classes;
      }());
      const auto rows = feature_rows(static_cast<int>(features));
      const std::vector<float> x = joined(rows);
      std::vector<float> y(x.size());
      float* outputs[] = {y.data()};
      reference(w, static_cast<int>(rows.size()), x.data(), outputs);
      expect_rows("f32", w, features, rows, y);
    };
    if (const auto* norm = std::get_if<LayerNorm>(&problem)) {
      run(*norm, [](const LayerNorm& w, int rows, const float* x, float* const* y) {
        layer_norm_reference<float>(w, rows, x, nullptr, y);
      });
    } else {
      run(std::get<Softmax>(problem), [](const Softmax& w, int rows, const float* x, float* const* y) {
        softmax_reference<float>(w, rows, x, nullptr, y);
      });
    }
  }
}

TEST_P(NumericsOfFamily, Rows) {
  if (!host_has(GetParam())) GTEST_SKIP() << "this machine has no " << to_string(GetParam());
  const std::vector<Instance> instances = by_rule(row_kernels(), GetParam());
  const KernelLibrary library(instances);
  for (const Instance& instance : instances) {
    const auto run = [&](const auto& w, int features) {
      const auto rows = feature_rows(features);
      std::vector<float> x = joined(rows), y(x.size());
      run_kernel(instance, library.find(instance), static_cast<int>(rows.size()), {x.data(), y.data()});
      expect_rows(to_string(GetParam()), w, static_cast<std::size_t>(features), rows, y);
    };
    if (const auto* norm = std::get_if<LayerNorm>(&instance.problem)) run(*norm, norm->features);
    if (const auto* softmax = std::get_if<Softmax>(&instance.problem)) run(*softmax, softmax->classes);
  }
}

// An image of ordinary numbers with a NaN, an infinity of either sign, and a channel of -infinity.
std::vector<float> image_with_specials(int size, int channels) {
  std::vector<float> image;
  for (int i = 0; i < size * size * channels; ++i)
    image.push_back(static_cast<float>((i * 7919 + 13) % 1021) / 512 - (i % 3 == 0 ? 3.0f : 0.0f));
  const auto at = [&](int y, int x, int c) -> float& { return image[(y * size + x) * channels + c]; };
  for (int c = 0; c < channels; ++c) {
    // The first, the last and a middle pixel of a window.
    if (c % 5 == 1) at(c % size, (c / 2) % size, c) = std::nanf("");
    if (c % 5 == 2) at(c % size, (c / 3) % size, c) = static_cast<float>(kInfinity);
    if (c % 5 == 3) at(c % size, (c / 2) % size, c) = static_cast<float>(-kInfinity);
    if (c % 5 == 4) {
      for (int p = 0; p < size * size; ++p) image[p * channels + c] = static_cast<float>(-kInfinity);
    }
  }
  return image;
}

// Of the pixels [y0, y1) x [x0, x1) that are inside.
double pooled(Pooling pooling, const std::vector<float>& image, int size, int channels, int y0, int y1, int x0, int x1,
              int c) {
  double most = -kInfinity, sum = 0;
  int count = 0;
  for (int y = std::max(y0, 0); y < std::min(y1, size); ++y) {
    for (int x = std::max(x0, 0); x < std::min(x1, size); ++x) {
      const double v = image[(y * size + x) * channels + c];
      most = std::isnan(v) || std::isnan(most) ? kNaN : std::max(most, v);
      sum += v;
      ++count;
    }
  }
  return pooling == Pooling::max ? most : sum / count;
}

void expect_windows(const char* target, const Pool2D& w, const std::vector<float>& image, const std::vector<float>& y) {
  for (std::size_t i = 0; i < y.size(); ++i) {
    const int c = static_cast<int>(i) % w.channels, x = static_cast<int>(i) / w.channels % w.out_width;
    const int row = static_cast<int>(i) / w.channels / w.out_width;
    const int y0 = row * w.stride_height - w.padding_top, x0 = x * w.stride_width - w.padding_left;
    const double want =
        pooled(w.pooling, image, w.in_height, w.channels, y0, y0 + w.pool_height, x0, x0 + w.pool_width, c);
    EXPECT_LE(relative_error(y[i], want), kNumericBound)
        << target << ": " << to_string(w.pooling) << " of " << w.pool_height << "x" << w.pool_width << " at " << row
        << ", " << x << ", channel " << c << " is " << y[i] << ", right is " << want;
  }
}

constexpr int kSize = 9;

std::vector<Problem> window_kernels() {
  std::vector<Problem> problems;
  for (const Pooling pooling : {Pooling::max, Pooling::average}) {
    for (const int channels : {5, 32, 40}) {
      problems.push_back(pool(pooling, kSize, channels, 3, 2, true));
      problems.push_back(pool(pooling, kSize, channels, 2, 2, false));
      problems.push_back(pool(pooling, kSize, channels, 3, 1, true));
      GlobalPool w;
      w.pooling = pooling, w.height = w.width = kSize, w.channels = channels;
      w.in = dense_storage(kSize, kSize, channels);
      problems.push_back(w);
    }
  }
  return problems;
}

// The image inside its padding.
std::vector<float> with_padding(const Pool2D& w, const std::vector<float>& image) {
  const float padding = w.pooling == Pooling::max ? static_cast<float>(-kInfinity) : 0;
  std::vector<float> x(static_cast<std::size_t>(w.in.example), padding);
  for (int row = 0; row < w.in_height; ++row) {
    for (int i = 0; i < w.in_width * w.channels; ++i) {
      const int at = (row + w.padding_top) * w.in.row + w.padding_left * w.in.pixel + i;
      if (at < w.in.example) x[at] = image[row * w.in_width * w.channels + i];
    }
  }
  return x;
}

template <class RunPool, class RunGlobal>
void check_windows(const char* target, const std::vector<Problem>& problems, RunPool run_pool, RunGlobal run_global) {
  for (const Problem& kernel : problems) {
    if (const auto* w = std::get_if<Pool2D>(&kernel)) {
      const std::vector<float> image = image_with_specials(kSize, w->channels);
      std::vector<float> x = with_padding(*w, image), y(static_cast<std::size_t>(w->out.example));
      run_pool(kernel, *w, x, y);
      expect_windows(target, *w, image, y);
    } else {
      const auto& global = std::get<GlobalPool>(kernel);
      std::vector<float> image = image_with_specials(kSize, global.channels);
      std::vector<float> y(static_cast<std::size_t>(global.channels));
      run_global(kernel, global, image, y);
      Pool2D window = pool(global.pooling, kSize, global.channels, kSize, kSize, false);
      expect_windows(target, window, image, y);
    }
  }
}

TEST(Numerics, WindowsOfReferences) {
  check_windows(
      "f32", window_kernels(),
      [](const Problem&, const Pool2D& w, std::vector<float>& x, std::vector<float>& y) {
        float* outputs[] = {y.data()};
        pool2d_reference<float>(w, 1, x.data(), nullptr, outputs);
      },
      [](const Problem&, const GlobalPool& w, std::vector<float>& x, std::vector<float>& y) {
        float* outputs[] = {y.data()};
        global_pool_reference<float>(w, 1, x.data(), nullptr, outputs);
      });
}

TEST_P(NumericsOfFamily, Windows) {
  if (!host_has(GetParam())) GTEST_SKIP() << "this machine has no " << to_string(GetParam());
  const std::vector<Instance> instances = by_rule(window_kernels(), GetParam());
  const KernelLibrary library(instances);
  std::size_t next = 0;
  const auto run = [&](const Problem&, const auto&, std::vector<float>& x, std::vector<float>& y) {
    const Instance& instance = instances[next++];
    run_kernel(instance, library.find(instance), 1, {x.data(), y.data()});
  };
  check_windows(to_string(GetParam()), window_kernels(), run, run);
}

TEST(Numerics, EveryFamilyIsTested) {
  std::vector<Kind> kinds;
  const auto add = [&]<class... W>(const std::variant<W...>*) { (kinds.push_back(kind_of(W{})), ...); };
  add(static_cast<const Problem*>(nullptr));
  const auto tested = [&](const std::vector<Problem>& problems, Kind kind) {
    for (std::size_t f = 0; f < kinds.size(); ++f) {
      if (kinds[f] != kind) continue;
      EXPECT_TRUE(
          std::any_of(problems.begin(), problems.end(), [&](const Problem& problem) { return problem.index() == f; }))
          << "family " << f << " of the catalog";
    }
  };
  tested(row_kernels(), Kind::rows);
  tested(window_kernels(), Kind::windows);
}

INSTANTIATE_TEST_SUITE_P(Targets, NumericsOfFamily, testing::Values(Target::v3, Target::v4),
                         [](const auto& info) { return to_string(info.param); });

}  // namespace
}  // namespace specimen::gen
