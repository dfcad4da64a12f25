// Reductions on every target: shapes, NaNs and equal elements.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "check.h"
#include "library.h"
#include "shapes.h"

namespace specimen::gen {
namespace {

class Reductions : public testing::TestWithParam<Target> {};

TEST_P(Reductions, Edges) {
  std::vector<CheckOptions> list(3);
  list[1].batch = 3, list[1].sequence = 5;
  list[2].batch = 40, list[2].sequence = 2;
  check_all(reduction_edges(), GetParam(), list);
}

// One row of 70 elements, or of 10 x 7.
template <class Element>
std::vector<Element> reduced(void* kernel, std::vector<float> x, std::size_t results) {
  std::vector<Element> y(results);
  halide_dimension_t dims[2] = {{0, 0, 1, 0}, {0, 1, 70, 0}};
  halide_buffer_t from = {}, to = {};
  from.host = reinterpret_cast<std::uint8_t*>(x.data()), to.host = reinterpret_cast<std::uint8_t*>(y.data());
  for (halide_buffer_t* buffer : {&from, &to}) buffer->dimensions = 2, buffer->dim = dims;
  void* buffers[] = {&from, &to};
  FakeRuntime runtime;
  EXPECT_EQ(call(kernel, &runtime, buffers, 2), 0);
  return y;
}

TEST_P(Reductions, NanIsTheResultAndTheFirstOfEqualOnesCounts) {
  if (!host_has(GetParam())) GTEST_SKIP() << "this machine has no " << to_string(GetParam());
  const float nan = std::nanf(""), infinity = std::numeric_limits<float>::infinity();
  for (int inner : {1, 7}) {
    const std::vector<Instance> instances =
        by_rule({ArgMax{Along::features, 70 / inner, inner}, Reduce{Reduction::max, Along::features, 70 / inner, inner},
                 Reduce{Reduction::min, Along::features, 70 / inner, inner}},
                GetParam());
    const KernelLibrary library(instances);
    const auto results = static_cast<std::size_t>(inner);
    const auto index = [&](std::size_t at) { return static_cast<std::int32_t>(at / results); };
    for (std::size_t at : {std::size_t{0}, std::size_t{7}, std::size_t{35}, std::size_t{63}}) {
      std::vector<float> x(70, -1);
      x[at] = nan;
      EXPECT_EQ(reduced<std::int32_t>(library.find(instances[0]), x, results)[0], index(at)) << at;
      EXPECT_TRUE(std::isnan(reduced<float>(library.find(instances[1]), x, results)[0])) << at;
      EXPECT_TRUE(std::isnan(reduced<float>(library.find(instances[2]), x, results)[0])) << at;
    }
    std::vector<float> x(70, -2);
    x[14] = 0.0f, x[28] = -0.0f, x[42] = 0.0f;  // all equal
    EXPECT_EQ(reduced<std::int32_t>(library.find(instances[0]), x, results)[0], index(14));
    x[14] = -0.0f;
    EXPECT_EQ(reduced<std::int32_t>(library.find(instances[0]), x, results)[0], index(14));
    x.assign(70, -infinity);
    EXPECT_EQ(reduced<std::int32_t>(library.find(instances[0]), x, results)[0], 0);
    EXPECT_EQ(reduced<float>(library.find(instances[1]), x, results)[0], -infinity);
    x[21] = infinity;
    EXPECT_EQ(reduced<std::int32_t>(library.find(instances[0]), x, results)[0], index(21));
    EXPECT_EQ(reduced<float>(library.find(instances[2]), x, results)[0], -infinity);
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, Reductions, testing::Values(Target::v3, Target::v4),
                         [](const auto& info) { return to_string(info.param); });

}  // namespace
}  // namespace specimen::gen
