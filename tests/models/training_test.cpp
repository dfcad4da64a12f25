// Steps of training of the models of the zoo: each pass leaves a sound graph, and the plan's functions, loops and
// memory compute what the plan without shared memory computes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "graph/read_back.h"
#include "models/synthetic_model.h"
#include "passes/loss.h"
#include "passes/passes.h"
#include "plan/build.h"
#include "plan/machine.h"
#include "plan/verify.h"

namespace specimen::gen {
namespace {

// The others run with SPECIMEN_FULL=1.
const std::set<std::string> kQuick = {"cifar_resnet20", "cifar_resnet20_v2"};

int loops(const PlanFunction& function, bool backward) {
  return static_cast<int>(std::count_if(function.steps.begin(), function.steps.end(), [&](const PlanStep& step) {
    const auto* loop = std::get_if<LoopStep>(&step.action);
    return loop && loop->backward == backward;
  }));
}

class TrainingTest : public ::testing::TestWithParam<Golden> {
 protected:
  // The graph of a step; of a model that cannot be trained, without functions.
  Graph step(const std::function<void(const Pass&, const Graph&)>& after = {}) {
    if (std::getenv("SPECIMEN_FULL") == nullptr && kQuick.count(GetParam().model) == 0) return {};
    const SyntheticModel model = build_model(GetParam(), GetParam().cases[0]);
    EXPECT_EQ(model.diagnostics, "");
    if (!untrainable(model.graph, Loss()).empty()) return {};
    return run_passes(with_loss(model.graph, Loss()), TargetKind::cpu, after, Mode::training);
  }
};

TEST_P(TrainingTest, EveryPassLeavesASoundGraph) {
  const Graph graph = step([](const Pass& pass, const Graph& graph) { expect_read_back(graph, pass.name); });
  if (graph.functions.empty()) GTEST_SKIP() << "not trainable, or only with SPECIMEN_FULL=1";
}

TEST_P(TrainingTest, PlansOfAnyMemoryComputeTheSame) {
  const Graph graph = step();
  if (graph.functions.empty()) GTEST_SKIP() << "not trainable, or only with SPECIMEN_FULL=1";
  const Plan reuse = build_plan(graph, TargetKind::cpu);
  EXPECT_EQ(verify(reuse), "");
  const Plan trivial = build_plan(graph, TargetKind::cpu, {MemoryPlanner::trivial});
  EXPECT_EQ(Machine(reuse).run(), Machine(trivial).run());
  // Functions cost little memory beside one list of kernels.
  EXPECT_LE(static_cast<double>(reuse.arena_bytes_per_example),
            1.1 * static_cast<double>(reuse.flat_bytes_per_example));
}

// Where the forward pass is a loop, the gradients are one.
TEST_P(TrainingTest, GradientsAreLoopsLikeTheBlocks) {
  const Graph graph = step();
  if (graph.functions.empty()) GTEST_SKIP() << "not trainable, or only with SPECIMEN_FULL=1";
  const Plan plan = build_plan(graph, TargetKind::cpu);
  for (const PlanFunction& function : plan.functions) EXPECT_EQ(loops(function, false), loops(function, true));
}

INSTANTIATE_TEST_SUITE_P(All, TrainingTest, ::testing::ValuesIn(goldens()),
                         [](const auto& info) { return info.param.model; });

}  // namespace
}  // namespace specimen::gen
