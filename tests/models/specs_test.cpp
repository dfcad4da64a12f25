// Every spec with a golden: it builds without a word, and has the reference's weights by name, shape and count.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "base/diagnostics.h"
#include "base/hash.h"
#include "graph/layers/layer.h"
#include "graph/read_back.h"
#include "graph/verify.h"
#include "models/synthetic_model.h"
#include "passes/passes.h"
#include "plan/build.h"
#include "plan/verify.h"
#include "spec/library.h"

namespace specimen::gen {
namespace {

class SpecTest : public ::testing::TestWithParam<Golden> {};

TEST_P(SpecTest, HasTheWeightsOfItsReference) {
  const Golden& golden = GetParam();
  const SyntheticModel model = build_model(golden, golden.cases[0]);
  ASSERT_EQ(model.diagnostics, "");
  EXPECT_EQ(verify(model.graph), "");
  std::int64_t tensors = 0, trainable = 0, total = 0;
  std::vector<std::string> lines;
  for (const Tensor& tensor : model.graph.tensors) {
    if (tensor.kind != TensorKind::weight) continue;
    const std::vector<std::int64_t> shape = extents(tensor);
    ++tensors;
    total += elements(shape);
    if (tensor.trainable) trainable += elements(shape);
    lines.push_back(fmt::format("{} {}\n", model.origins.at(tensor.name), fmt::join(shape, "x")));
  }
  std::sort(lines.begin(), lines.end());
  EXPECT_EQ(tensors, golden.tensors);
  EXPECT_EQ(trainable, golden.trainable);
  EXPECT_EQ(total, golden.total);
  EXPECT_EQ(hash_text(fmt::format("{}", fmt::join(lines, ""))), golden.names);
}

TEST_P(SpecTest, HasItsInputsAndOutputs) {
  const Golden& golden = GetParam();
  const SyntheticModel model = build_model(golden, golden.cases[0]);
  ASSERT_EQ(model.diagnostics, "");
  std::set<std::string> inputs, outputs, recorded_inputs, recorded_outputs;
  for (const Input& input : model.graph.functions[0].inputs) inputs.insert(input.name);
  for (const Output& output : model.graph.functions[0].outputs) outputs.insert(output.name);
  for (const auto& [name, input] : golden.cases[0].inputs) recorded_inputs.insert(name);
  for (const auto& [name, output] : golden.cases[0].outputs) recorded_outputs.insert(name);
  EXPECT_EQ(inputs, recorded_inputs);
  EXPECT_EQ(outputs, recorded_outputs);
}

// Each pass leaves a sound graph, whose text is read back as the same graph.
TEST_P(SpecTest, EveryPassLeavesASoundGraph) {
  const SyntheticModel model = build_model(GetParam(), GetParam().cases[0]);
  ASSERT_EQ(model.diagnostics, "");
  expect_read_back(model.graph, "as the spec says it");
  const Graph finished = run_passes(model.graph, TargetKind::cpu,
                                    [](const Pass& pass, const Graph& graph) { expect_read_back(graph, pass.name); });
  EXPECT_EQ(verify(build_plan(finished, TargetKind::cpu)), "");
}

TEST_P(SpecTest, GoldenIsSensitive) {
  const Golden& golden = GetParam();
  if (golden.seed != 1) GTEST_SKIP() << "a live comparison";
  if (golden.tolerance == 0) GTEST_SKIP() << "shapes only";
  EXPECT_EQ(golden.sensitivity.size(), std::min<std::size_t>(20, static_cast<std::size_t>(golden.tensors)));
  for (const auto& [tensor, tolerances] : golden.sensitivity) EXPECT_GE(tolerances, 10) << tensor;
}

INSTANTIATE_TEST_SUITE_P(All, SpecTest, ::testing::ValuesIn(goldens()),
                         [](const auto& info) { return info.param.model; });
INSTANTIATE_TEST_SUITE_P(ShapeOnly, SpecTest, ::testing::ValuesIn(shape_only_goldens()),
                         [](const auto& info) { return info.param.model; });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SpecTest);

TEST(Specs, EveryModelHasAGolden) {
  if (std::getenv("SPECIMEN_GOLDENS")) GTEST_SKIP() << "a live comparison";
  Diagnostics diagnostics;
  Library library({std::string(SPECIMEN_SOURCE_DIR) + "/specs"}, layer_table());
  std::set<std::string> without;
  for (const ModelChoice& choice : library.models(diagnostics)) {
    const bool base = !choice.variant && !choice.model->variants.empty();  // its variants are what is compared
    const auto has = [&](const Golden& golden) { return golden.model == choice.name(); };
    const bool known = std::any_of(goldens().begin(), goldens().end(), has) ||
                       std::any_of(shape_only_goldens().begin(), shape_only_goldens().end(), has);
    if (!base && !known) without.insert(choice.name());
  }
  EXPECT_EQ(diagnostics.text(false), "");
  without.erase("digits_resnet20");  // trained: tests/golden/digits
  EXPECT_EQ(without, std::set<std::string>{});
}

}  // namespace
}  // namespace specimen::gen
