// Single layers against Keras: as specs give them, and after every pass. Specs of tests/layers/specs.
#include <gtest/gtest.h>

#include "graph/evaluate/evaluate.h"
#include "graph/verify.h"
#include "models/synthetic_model.h"
#include "passes/passes.h"

namespace specimen::gen {
namespace {

class LayersTest : public ::testing::TestWithParam<Golden> {};

TEST_P(LayersTest, EqualKeras) {
  const Golden& golden = GetParam();
  for (const GoldenCase& one : golden.cases) {
    const SyntheticModel model = build_model(golden, one, "tests/layers/specs");
    ASSERT_EQ(model.diagnostics, "");
    const auto weights = make_weights(model, golden);
    const auto inputs = make_inputs(one, golden.seed);
    const auto check = [&](const Graph& graph, const char* stage) {
      SCOPED_TRACE(stage);
      ASSERT_EQ(verify(graph), "");
      const auto outputs = evaluate(graph, inputs, weights);
      ASSERT_EQ(outputs.size(), one.outputs.size());
      for (const auto& [name, output] : one.outputs) {
        ASSERT_EQ(outputs.count(name), 1u) << name;
        EXPECT_EQ(outputs.at(name).shape, output.shape) << name;
        EXPECT_LE(difference(outputs.at(name).data, output), 2e-7) << name;  // the golden is rounded to float
      }
    };
    check(model.graph, "the spec");
    run_passes(model.graph, TargetKind::cpu, [&](const Pass& pass, const Graph& graph) { check(graph, pass.name); });
  }
}

INSTANTIATE_TEST_SUITE_P(All, LayersTest, ::testing::ValuesIn(layer_goldens()),
                         [](const auto& info) { return info.param.model; });

}  // namespace
}  // namespace specimen::gen
