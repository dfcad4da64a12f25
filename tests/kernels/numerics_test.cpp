// The elementwise functions over their whole domain, against float64: the kernels, and their references in f32 and in
// double. A function that is added to functions.def does not compile here until it says what is right.
#include "numerics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "kernels/common/reference.h"
#include "makers.h"

namespace specimen::gen {
namespace {

constexpr int kChannels = 512;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double logistic(double x) { return 1 / (1 + std::exp(-x)); }
double log1p_exp(double x) { return std::fmax(x, 0) + std::log1p(std::exp(-std::fabs(x))); }
double gelu_exponent(double x) { return 2 * std::sqrt(M_2_PI) * (x + 0.044715 * x * x * x); }
double hard_logistic(double x) { return std::fmin(std::fmax(x + 3, 0), 6) / 6; }

// The derivative of x * f(x): f(x) + x * f'(x), or another one, f. Where x is so large that f no longer changes, the
// second is 0.
struct Terms {
  double f = 0, x_slope = 0;
};

Terms derivative(Fn fn, double x) {
  const auto terms = [&](double f, double slope) { return Terms{f, slope == 0 ? 0 : x * slope}; };
  switch (fn) {
    case Fn::softplus_backward:
      return {logistic(x), 0};
    case Fn::softsign_backward:
      return {1 / std::pow(1 + std::fabs(x), 2), 0};
    case Fn::silu_backward:
      return terms(logistic(x), logistic(x) * logistic(-x));
    case Fn::hard_silu_backward:
      return terms(hard_logistic(x), std::fabs(x) < 3 ? 1.0 / 6 : 0);
    case Fn::gelu_backward:
      return terms(0.5 * std::erfc(-x * M_SQRT1_2), std::exp(-x * x / 2) / std::sqrt(2 * M_PI));
    case Fn::gelu_tanh_backward: {
      const double u = gelu_exponent(x), slope = logistic(u) * logistic(-u);
      return terms(logistic(u), slope == 0 ? 0 : slope * 2 * std::sqrt(M_2_PI) * (1 + 3 * 0.044715 * x * x));
    }
    case Fn::mish_backward: {
      const double t = std::tanh(log1p_exp(x));
      return terms(t, (1 - t) * (1 + t) * logistic(x));
    }
    default:
      return {};
  }
}

// How much larger than 1e-6 of the result an error may be: 1e-6 is of the larger term of a derivative, which another
// may cancel, and what a function is the exponential of is rounded to f32 before.
double magnified(const Step& step, double operand) {
  const Terms terms = derivative(step.fn, operand);
  const double sum = std::fabs(terms.f + terms.x_slope);
  const double cancelled = sum > 0 ? std::fmax(std::fabs(terms.f), std::fabs(terms.x_slope)) / sum : 1;
  const double exponent = step.fn == Fn::gelu_backward        ? operand * operand / 2
                          : step.fn == Fn::gelu_tanh_backward ? std::fabs(gelu_exponent(operand))
                                                              : 0;
  return std::fmax(cancelled, 1) * std::fmax(exponent / 5, 1);
}

// A derivative that f32 holds with few digits, or as 0: so is what it is multiplied by.
bool is_tiny(const Step& step, double operand) {
  const Terms terms = derivative(step.fn, operand);
  const double sum = std::fabs(terms.f + terms.x_slope);
  return sum > 0 && sum < std::numeric_limits<float>::min();
}

// What is right. NaN and infinities are said elsewhere.
double truth(const Step& step, double x, double operand) {
  const double parameter = step.parameter;
  switch (step.fn) {
    case Fn::relu:
      return std::fmax(x, 0);
    case Fn::relu6:
      return std::fmin(std::fmax(x, 0), 6);
    case Fn::leaky_relu:
      return x < 0 ? parameter * x : x;
    case Fn::threshold:
      return x <= parameter ? 0 : x;
    case Fn::elu:
      return x < 0 ? parameter * std::expm1(x) : x;
    case Fn::sigmoid:
      return logistic(x);
    case Fn::hard_sigmoid:
      return hard_logistic(x);
    case Fn::tanh:
      return std::tanh(x);
    case Fn::silu:
      return x * logistic(x);
    case Fn::hard_silu:
      return x * hard_logistic(x);
    case Fn::gelu:
      return x * 0.5 * std::erfc(-x * M_SQRT1_2);
    case Fn::gelu_tanh:
      return x * logistic(gelu_exponent(x));
    case Fn::softplus:
      return log1p_exp(x);
    case Fn::softsign:
      return x / (1 + std::fabs(x));
    case Fn::mish:
      return x * std::tanh(log1p_exp(x));
    case Fn::exponential:
      return std::exp(x);
    case Fn::square:
      return x * x;
    case Fn::negate:
      return -x;
    case Fn::add:
      return x + operand;
    case Fn::subtract:
      return x - operand;
    case Fn::multiply:
      return x * operand;
    case Fn::divide:
      return x / operand;
    case Fn::maximum:
      return std::fmax(x, operand);
    case Fn::minimum:
      return std::fmin(x, operand);
    case Fn::relu_backward:
      return operand > 0 ? x : 0;
    case Fn::relu6_backward:
      return operand > 0 && operand < 6 ? x : 0;
    case Fn::leaky_relu_backward:
      return operand < 0 ? parameter * x : x;
    case Fn::threshold_backward:
      return operand > parameter ? x : 0;
    case Fn::elu_backward:
      return operand < 0 ? x * (operand + parameter) : x;
    case Fn::sigmoid_backward:
      return x * operand * (1 - operand);
    case Fn::hard_sigmoid_backward:
      return std::fabs(operand) < 3 ? x / 6 : 0;
    case Fn::tanh_backward:
      return x * (1 - operand) * (1 + operand);
    case Fn::hard_silu_backward:
      if (operand <= -3) return 0;
      [[fallthrough]];
    case Fn::softplus_backward:
    case Fn::softsign_backward:
    case Fn::silu_backward:
    case Fn::gelu_backward:
    case Fn::gelu_tanh_backward:
    case Fn::mish_backward: {
      const Terms terms = derivative(step.fn, operand);
      return x * (terms.f + terms.x_slope);
    }
  }
  return kNaN;
}

// From the gradient of a result to that of an argument: the operand is a result, or the argument.
bool is_backward(Fn fn) { return std::string(to_string(fn)).find("_backward") != std::string::npos; }

// Of a function with bounds a result is between them.
float result_of(Fn fn, float x) {
  const float inside = std::isinf(x) ? std::copysign(1.0f, x) : x / (1 + std::fabs(x));
  if (fn == Fn::sigmoid_backward) return std::isnan(x) ? 0.5f : 0.5f + inside / 2;
  if (fn == Fn::tanh_backward) return std::isnan(x) ? 0.5f : inside;
  if (fn == Fn::elu_backward) return std::isnan(x) ? 0.5f : x < 0 ? inside : x;
  return std::isnan(x) ? 0.5f : x;
}

// Every function, and those with an operand twice: of a tensor and of a constant.
std::vector<Step> every_step() {
  std::vector<Step> steps;
  const auto add = [&](Fn fn, int arity) {
    if (arity == 1) {
      steps.push_back(unary(fn, fn == Fn::elu ? 1.0 : fn == Fn::leaky_relu ? 0.2 : fn == Fn::threshold ? 0.5 : 0.0));
    } else {
      steps.push_back(binary(fn, Operand::tensor));
      if (is_backward(fn)) {
        steps.back().parameter = fn == Fn::elu_backward ? 1.0 : 0.2;
        return;
      }
      steps.push_back(binary(fn, Operand::constant, 1.5));
    }
  };
#define FUNCTION(name, arity) add(Fn::name, arity);
#include "kernels/common/functions.def"
#undef FUNCTION
  return steps;
}

// What Keras's own f32 is off by around x, where that is more than the bound.
double keras_error(Fn fn, double x) {
  if (arity(fn) != 1) return 0;
  for (const nlohmann::json& bin : frameworks()["functions"][to_string(fn)]["keras_beyond_1e-6"]) {
    if (x < bin[0].get<double>() || x > bin[1].get<double>()) continue;
    return bin[2].is_string() ? std::numeric_limits<double>::infinity() : bin[2].get<double>();
  }
  return 0;
}

// What Keras makes of an infinity or a NaN; of two operands IEEE arithmetic says it, and a maximum keeps a NaN.
double special(const Step& step, float x, float operand) {
  if (is_backward(step.fn)) return truth(step, x, operand);
  if (std::isnan(x) || (arity(step.fn) == 2 && std::isnan(operand))) return kNaN;
  if (arity(step.fn) == 2) return truth(step, x, operand);
  const nlohmann::json& result =
      frameworks()["functions"][to_string(step.fn)]["special"]["keras"][x > 0 ? "inf" : "-inf"];
  return result.is_string() ? std::stod(result.get<std::string>()) : result.get<double>();
}

struct Worst {
  double error = 0, ulps = 0;
  float at = 0;
  double beyond_error = 0;  // where Keras's own error allows more
  float beyond_at = 0;
};

double ulp(double want) {
  const float x = std::fabs(static_cast<float>(want));
  return static_cast<double>(std::nextafter(x, std::numeric_limits<float>::infinity())) - x;
}

// `got` for each x, in f32 or in double.
template <class T>
Worst expect_right(const char* target, const Step& step, const std::vector<float>& x, const std::vector<float>& operand,
                   const std::vector<T>& got) {
  Worst worst;
  int wrong = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const bool ordinary = std::isfinite(x[i]) && std::isfinite(operand[i]);
    const double want = ordinary ? truth(step, x[i], operand[i]) : special(step, x[i], operand[i]);
    const double error =
        relative_error(static_cast<double>(got[i]), want) / (ordinary ? magnified(step, operand[i]) : 1);
    if (ordinary && is_tiny(step, operand[i]) && std::fabs(got[i]) <= 1.1 * std::fabs(want)) continue;
    const bool allowed = error <= kNumericBound;
    if (!allowed && !(ordinary && error <= keras_error(step.fn, x[i])) && ++wrong <= 3) {
      ADD_FAILURE() << target << ' ' << to_string(step.fn) << " of " << x[i] << " and " << operand[i] << " is "
                    << got[i] << "; right is " << want << ", the error " << error;
    }
    if (allowed && error > worst.error)
      worst.error = error, worst.at = x[i], worst.ulps = std::fabs(got[i] - want) / ulp(want);
    if (!allowed && error > worst.beyond_error) worst.beyond_error = error, worst.beyond_at = x[i];
  }
  EXPECT_LE(wrong, 3) << "in all";
  std::printf("numerics %-12s %-9s %-4s worst %.2g (%.1f ulp) at %.8g", to_string(step.fn), to_string(step.operand),
              target, worst.error, worst.ulps, worst.at);
  if (worst.beyond_error > 0) std::printf("; where Keras is worse %.2g at %.8g", worst.beyond_error, worst.beyond_at);
  std::printf("\n");
  return worst;
}

// Points, in whole images of kChannels, with an operand for each: the points in another order, infinities and NaNs
// beside every kind of number.
struct Points {
  std::vector<float> x, operand;
  int batch = 0;
};

Points points_for(const Step& step) {
  Points points;
  points.x = function_points();
  constexpr float kInfinity = std::numeric_limits<float>::infinity(), kQuiet = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> special = {kInfinity, -kInfinity, kQuiet, -kQuiet, 1, 0, -2};
  const std::size_t count = points.x.size();
  for (std::size_t i = 0; i < count; ++i) points.operand.push_back(points.x[(i * 7919 + 4) % count]);
  for (const float a : special) {
    for (const float b : special) points.x.push_back(a), points.operand.push_back(b);
  }
  points.batch = static_cast<int>(points.x.size() + kChannels - 1) / kChannels;
  points.x.resize(static_cast<std::size_t>(points.batch) * kChannels, 1);
  points.operand.resize(points.x.size(), 1);
  if (step.operand != Operand::tensor) points.operand.assign(points.x.size(), static_cast<float>(step.parameter));
  for (float& v : points.operand) v = is_backward(step.fn) ? result_of(step.fn, v) : v;
  // Numbers that are so small count as zero, and 0 / 0 is another thing.
  for (std::vector<float>* list : {&points.x, &points.operand}) {
    for (float& v : *list) {
      if (std::fabs(v) < std::numeric_limits<float>::min()) v = 0;
    }
  }
  return points;
}

TEST(Numerics, ReferencesInBothTypes) {
  for (const Step& step : every_step()) {
    const Points points = points_for(step);
    std::vector<float> singles;
    std::vector<double> doubles;
    for (std::size_t i = 0; i < points.x.size(); ++i) {
      singles.push_back(apply_step(step, points.x[i], points.operand[i]));
      doubles.push_back(apply_step<double>(step, points.x[i], points.operand[i]));
    }
    expect_right("f32", step, points.x, points.operand, singles);
    const Worst worst = expect_right("f64", step, points.x, points.operand, doubles);
    EXPECT_LT(worst.error, step.fn == Fn::gelu ? 1e-12 : 1e-13) << to_string(step.fn);
    EXPECT_EQ(worst.beyond_error, 0) << to_string(step.fn);
  }
}

class NumericsOf : public testing::TestWithParam<Target> {};

TEST_P(NumericsOf, EveryFunction) {
  if (!host_has(GetParam())) GTEST_SKIP() << "this machine has no " << to_string(GetParam());
  std::vector<Problem> problems;
  for (const Step& step : every_step()) problems.push_back(elementwise(1, 1, kChannels, {{step}}));
  const std::vector<Instance> instances = by_rule(problems, GetParam());
  const KernelLibrary library(instances);
  for (const Instance& instance : instances) {
    const Step& step = std::get<Elementwise>(instance.problem).chain.steps[0];
    Points points = points_for(step);
    std::vector<float> got(points.x.size());
    std::vector<float*> data = {points.x.data(), got.data()};
    if (step.operand == Operand::tensor) data.insert(data.begin() + 1, points.operand.data());
    run_kernel(instance, library.find(instance), points.batch, data);
    expect_right(to_string(GetParam()), step, points.x, points.operand, got);
  }
}

// Behind a sum LLVM knows that there is no NaN, which a function must not believe.
TEST_P(NumericsOf, EveryFunctionKeepsTheNaNOfASum) {
  if (!host_has(GetParam())) GTEST_SKIP() << "this machine has no " << to_string(GetParam());
  constexpr int kUnits = 32;
  std::vector<Problem> problems;
  for (const Step& step : every_step()) {
    Step second = step;
    if (step.operand == Operand::tensor) second.operand = Operand::channel;
    Dense w;
    w.inputs = 1, w.units = kUnits;
    w.epilogue.steps = {kBias, second};
    problems.push_back(w);
  }
  const std::vector<Instance> instances = by_rule(problems, GetParam());
  const KernelLibrary library(instances);
  for (const Instance& instance : instances) {
    const Step& step = std::get<Dense>(instance.problem).epilogue.steps[1];
    SCOPED_TRACE(to_string(step.fn));
    alignas(64) float kernel[kUnits];  // packed weights are aligned
    std::fill_n(kernel, kUnits, 1.0f);
    float x = 1;
    std::vector<float> bias(kUnits, 0), operand(kUnits, 2), got(kUnits);
    kernel[3] = bias[17] = std::nanf("");
    // A result that is NaN has no gradient to speak of.
    if (step.operand == Operand::channel && !is_backward(step.fn)) operand[21] = std::nanf("");
    std::vector<float*> data = {&x, kernel, bias.data(), got.data()};
    if (step.operand == Operand::channel) data.insert(data.end() - 1, operand.data());
    run_kernel(instance, library.find(instance), 1, data);
    for (int unit = 0; unit < kUnits; ++unit) {
      const bool wants_nan = unit == 3 || unit == 17 || std::isnan(operand[unit]);
      EXPECT_EQ(std::isnan(got[unit]), wants_nan) << "unit " << unit << ": " << got[unit];
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, NumericsOf, testing::Values(Target::v3, Target::v4),
                         [](const auto& info) { return to_string(info.param); });

}  // namespace
}  // namespace specimen::gen
