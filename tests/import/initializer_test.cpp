// Initialisers against what Keras's documentation says of their distributions, and the same bits every time.
#include "import/initializer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace specimen::gen {
namespace {

std::vector<float> values(const std::string& text, const std::vector<std::int64_t>& shape, std::uint64_t seed = 1,
                          const std::string& name = "conv/kernel") {
  std::string message;
  const auto initializer = Initializer::parse(text, message);
  EXPECT_TRUE(initializer) << text << ": " << message;
  return initializer ? initializer->values(seed, name, shape) : std::vector<float>();
}

double phi(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// The largest distance between the values' distribution and the one given (Kolmogorov-Smirnov), times the root of their
// number: over 1.95 once in a thousand times.
template <class Distribution>
double distance(std::vector<float> sample, Distribution distribution) {
  std::sort(sample.begin(), sample.end());
  double largest = 0;
  const double n = static_cast<double>(sample.size());
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double expected = distribution(double{sample[i]});
    largest = std::max({largest, std::abs(expected - static_cast<double>(i) / n),
                        std::abs(expected - static_cast<double>(i + 1) / n)});
  }
  return largest * std::sqrt(n);
}

void expect_uniform(const std::string& text, const std::vector<std::int64_t>& shape, double low, double high) {
  SCOPED_TRACE(text);
  const auto sample = values(text, shape);
  EXPECT_GE(*std::min_element(sample.begin(), sample.end()), static_cast<float>(low));
  EXPECT_LE(*std::max_element(sample.begin(), sample.end()), static_cast<float>(high));
  EXPECT_LT(distance(sample, [&](double x) { return (x - low) / (high - low); }), 1.95);
}

void expect_normal(const std::string& text, const std::vector<std::int64_t>& shape, double mean, double stddev,
                   bool truncated) {
  SCOPED_TRACE(text);
  const auto sample = values(text, shape);
  const double tail = truncated ? phi(-2) : 0;
  EXPECT_LT(
      distance(sample,
               [&](double x) { return std::clamp((phi((x - mean) / stddev) - tail) / (1 - 2 * tail), 0.0, 1.0); }),
      1.95);
  const double widest = std::max(std::abs(*std::max_element(sample.begin(), sample.end()) - mean),
                                 std::abs(*std::min_element(sample.begin(), sample.end()) - mean));
  EXPECT_EQ(widest <= 2 * stddev * (1 + 1e-6), truncated);
}

TEST(Initializer, Constants) {
  EXPECT_EQ(values("zeros", {3}), (std::vector<float>{0, 0, 0}));
  EXPECT_EQ(values("ones", {2}), (std::vector<float>{1, 1}));
  EXPECT_EQ(values(R"({"class_name": "Constant", "config": {"value": -2.5}})", {1, 2}),
            (std::vector<float>{-2.5, -2.5}));
}

TEST(Initializer, DistributionsAreKeras) {
  const std::vector<std::int64_t> conv = {3, 3, 40, 60}, dense = {200, 100};  // fans of conv: 360, 540
  expect_uniform("glorot_uniform", conv, -std::sqrt(6 / 900.), std::sqrt(6 / 900.));
  expect_uniform("glorot_uniform", dense, -std::sqrt(6 / 300.), std::sqrt(6 / 300.));
  expect_uniform("HeUniform", conv, -std::sqrt(6 / 360.), std::sqrt(6 / 360.));
  expect_uniform("lecun_uniform", dense, -std::sqrt(3 / 200.), std::sqrt(3 / 200.));
  expect_uniform(R"({"RandomUniform": {"minval": 1, "maxval": 3}})", dense, 1, 3);
  // Keras divides by the deviation of a normal distribution that is cut at two of its own.
  const double cut = 0.87962566103423978;
  expect_normal("he_normal", conv, 0, std::sqrt(2 / 360.) / cut, true);
  expect_normal("glorot_normal", conv, 0, std::sqrt(1 / 450.) / cut, true);
  expect_normal("LecunNormal", dense, 0, std::sqrt(1 / 200.) / cut, true);
  expect_normal("truncated_normal", conv, 0, 0.05, true);
  expect_normal(R"({"RandomNormal": {"mean": 0.5, "stddev": 0.01}})", conv, 0.5, 0.01, false);
  // As EfficientNet has it, written as Keras writes it.
  expect_normal(
      R"({"class_name": "VarianceScaling", "config": {"scale": 2.0, "mode": "fan_out", "distribution": "truncated_normal"}})",
      conv, 0, std::sqrt(2 / 540.) / cut, true);
  expect_normal(R"({"VarianceScaling": {"scale": 1, "mode": "fan_avg", "distribution": "untruncated_normal"}})", conv,
                0, std::sqrt(1 / 450.), false);
  expect_uniform(R"({"VarianceScaling": {"distribution": "uniform"}})", dense, -std::sqrt(3 / 200.),
                 std::sqrt(3 / 200.));
}

TEST(Initializer, AFunctionOfSeedNameAndShapeAlone) {
  const auto first = values("he_normal", {3, 3, 8, 8});
  EXPECT_EQ(values("HeNormal", {3, 3, 8, 8}), first);
  EXPECT_NE(values("he_normal", {3, 3, 8, 8}, 2), first);
  EXPECT_NE(values("he_normal", {3, 3, 8, 8}, 1, "other/kernel"), first);
}

TEST(Initializer, UnknownOnesAreNamed) {
  for (const char* text : {"orthogonal", "{}", "{\"VarianceScaling\": {\"mode\": \"fan\"}}",
                           "{\"VarianceScaling\": {\"distribution\": \"cauchy\"}}", "{", ""}) {
    std::string message;
    EXPECT_FALSE(Initializer::parse(text, message)) << text;
    EXPECT_NE(message, "") << text;
  }
}

}  // namespace
}  // namespace specimen::gen
