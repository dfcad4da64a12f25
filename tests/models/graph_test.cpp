// The graph, as the spec gives it and after all passes, evaluated op by op in double, against the reference's answer on
// the same weights. What remains for the generated code to show is that it computes its graph.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "graph/evaluate/evaluate.h"
#include "models/synthetic_model.h"
#include "passes/passes.h"

namespace specimen::gen {
namespace {

// The plain loops do about 5e8 multiply-adds a second. SPECIMEN_FULL=1 runs what takes longer, too: full-size images.
constexpr double kMostMultiplyAdds = 1.9e9;
constexpr double kMultiplyAddsAWeight = 4;  // what making one takes

double cost(const Golden& golden, const GoldenCase& one) {
  return static_cast<double>(golden.multiply_adds) * static_cast<double>(one.input_elements()) /
             static_cast<double>(golden.cases[0].input_elements()) * static_cast<double>(golden.cases[0].batch()) +
         static_cast<double>(golden.total) * kMultiplyAddsAWeight;
}

class GraphTest : public ::testing::TestWithParam<Golden> {};

TEST_P(GraphTest, EqualsItsReference) {
  const Golden& golden = GetParam();
  const bool full = std::getenv("SPECIMEN_FULL") != nullptr;
  int ran = 0;
  for (const GoldenCase& one : golden.cases) {
    if (!full && cost(golden, one) > kMostMultiplyAdds) continue;
    SCOPED_TRACE(one.text());
    const SyntheticModel model = build_model(golden, one);
    ASSERT_EQ(model.diagnostics, "");
    const auto weights = make_weights(model, golden);
    const auto inputs = make_inputs(one, golden.seed);
    const auto outputs = evaluate(run_passes(model.graph, TargetKind::cpu), inputs, weights);
    for (const auto& [name, output] : one.outputs) {
      ASSERT_EQ(outputs.count(name), 1u) << name;
      // Both sides compute in double; the golden is rounded to float, and Winograd's constants are exact.
      EXPECT_LE(difference(outputs.at(name).data, output), 2e-7) << name;
    }
    ++ran;
  }
  if (ran == 0) GTEST_SKIP() << "too large for plain loops; SPECIMEN_FULL=1 runs it";
}

INSTANTIATE_TEST_SUITE_P(All, GraphTest, ::testing::ValuesIn(goldens()),
                         [](const auto& info) { return info.param.model; });

}  // namespace
}  // namespace specimen::gen
