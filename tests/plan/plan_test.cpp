#include <gtest/gtest.h>

#include "graph/maker.h"
#include "passes/passes.h"
#include "plan/build.h"

namespace specimen::gen {
namespace {

Plan plan_of(const Maker& m, MemoryPlanner planner = MemoryPlanner::reuse) {
  return build_plan(run_passes(m.graph, TargetKind::cpu), TargetKind::cpu, {planner});
}

const PlanFunction& forward(const Plan& plan) { return plan.functions.back(); }

TEST(Plan, EqualBlocksShareAFunctionAndALoop) {
  const Plan plan = plan_of(sample_network(12, 5));
  ASSERT_EQ(plan.functions.size(), 3u);  // the block with the projection, the other four, forward
  EXPECT_EQ(plan.functions[1].placements, 4);
  int loops = 0;
  for (const PlanStep& step : forward(plan).steps) {
    if (const auto* loop = std::get_if<LoopStep>(&step.action)) {
      ++loops;
      EXPECT_EQ(loop->count, 4);
      EXPECT_EQ(forward(plan).weights[loop->weights].name, "stage1_rest");
      EXPECT_EQ(loop->scopes.size(), 4u);
      EXPECT_EQ(loop->scopes[2][0].relative, "stage1/block4");
    }
  }
  EXPECT_EQ(loops, 1);
}

// The last of the blocks is read by a wider window than the others: they stay one function, and a loop. The first one,
// whose sum runs in another layer, hands on the same padding.
TEST(Plan, AWideReaderBehindALoop) {
  Maker m;
  TensorId x = m.relu(m.conv(m.input("image", 16, 16, 3), 8, 3, 1, "stem"), "stem_relu");
  for (int i = 1; i <= 3; ++i) x = residual_block(m, x, 12, 1, "stage1/block" + std::to_string(i));
  m.output("y", m.conv(x, 4, 5, 1, "wide"));
  const Plan plan = plan_of(m);
  int loops = 0;
  for (const PlanStep& step : forward(plan).steps) {
    const auto* loop = std::get_if<LoopStep>(&step.action);
    if (loop) {
      EXPECT_EQ(loop->count, 2);
    }
    loops += loop != nullptr;
  }
  EXPECT_EQ(loops, 1);
}

TEST(Plan, PreactivationBlocksCarryTwoTensors) {
  const Plan plan = plan_of(sample_network(12, 5, true));
  bool found = false;
  for (const PlanStep& step : forward(plan).steps) {
    if (const auto* loop = std::get_if<LoopStep>(&step.action)) {
      found = true;
      EXPECT_EQ(std::count_if(loop->inputs.begin(), loop->inputs.end(), [](const auto& a) { return a.carried(); }), 2);
      EXPECT_EQ(loop->count, 3);  // the first has a projection, the last writes one output
    }
  }
  EXPECT_TRUE(found);
}

TEST(Plan, IterationsOfALoopMayShareAnInput) {
  const Plan plan = plan_of(sample_encoder(4));
  const PlanFunction& whole = forward(plan);
  int loops = 0;
  for (const PlanStep& step : whole.steps) {
    const auto* loop = std::get_if<LoopStep>(&step.action);
    if (!loop) continue;
    ++loops;
    EXPECT_EQ(loop->count, 4);
    ASSERT_EQ(loop->inputs.size(), 2u);
    EXPECT_FALSE(loop->inputs[1].carried());
    EXPECT_EQ(whole.values[loop->inputs[1].value].name, "padding_mask");
    // The last block writes an output: the loop runs in place there.
    ASSERT_EQ(loop->outputs.size(), 1u);
    EXPECT_EQ(whole.values[loop->outputs[0].value].name, "tokens");
    EXPECT_EQ(loop->inputs[0].value, loop->inputs[0].next);
  }
  EXPECT_EQ(loops, 1);
}

TEST(Plan, ATextHasRoomAtItsLongest) {
  const Plan plan = plan_of(sample_encoder(2, 16)), longer = plan_of(sample_encoder(2, 32));
  EXPECT_EQ(longer.arena_bytes_per_example, 2 * plan.arena_bytes_per_example);
  EXPECT_EQ(plan.entries[0].inputs[0].below, 20);
  EXPECT_FALSE(plan.entries[0].inputs[0].is_mask);
  EXPECT_EQ(plan.entries[0].inputs[1].below, 2);
  EXPECT_FALSE(plan.entries[0].inputs[1].is_mask);
  EXPECT_TRUE(plan.entries[0].inputs[2].is_mask);
}

TEST(Plan, WeightsAreNamedBelowTheBlock) {
  const Plan plan = plan_of(sample_network());
  const PlanFunction& block = plan.functions[0];
  ASSERT_FALSE(block.pack.empty());
  for (const PackStep& step : block.pack) {
    for (const auto& source : step.sources) EXPECT_EQ(source.name.scope, 0) << source.name.relative;
  }
  EXPECT_EQ(block.pack[0].sources[0].name.relative, "shortcut/kernel");
  EXPECT_EQ(block.pack[0].function, PackFunction::conv2d_batch_norm);
}

TEST(Plan, TheWeightsOfTwoConvolutionsInOneKernelAreToldApart) {
  Maker m;
  const TensorId x = m.norm(m.conv(m.input("image", 24, 24, 8), 24, 1, 1, "expand"), "expand_norm");
  m.output("y", m.norm(m.depthwise(x, 3, 2, "depthwise"), "depthwise_norm"));
  const Plan plan = plan_of(m);
  ASSERT_EQ(forward(plan).weights.size(), 1u);
  std::vector<std::string> members;
  for (const PlanWeight& weight : forward(plan).weights[0].tensors) members.push_back(weight.member);
  EXPECT_EQ(members, (std::vector<std::string>{"filter", "depthwise_filter", "bias", "depthwise_bias"}));
}

// Two layers that share their weights and run in one kernel.
TEST(Plan, AWeightThatAKernelReadsTwiceIsPackedOnce) {
  Maker m;
  const TensorId gamma = m.weight("scale/gamma", {Dim(8)});
  TensorId x = m.relu(m.input("image", 4, 4, 8), "relu");
  for (const char* path : {"scale", "again"}) x = m.op(BinaryOp{Fn::multiply}, {x, gamma}, path);
  m.output("y", x);
  const PlanFunction f = forward(plan_of(m));
  ASSERT_EQ(f.weights.size(), 1u);
  EXPECT_EQ(f.weights[0].tensors.size(), 1u);
  EXPECT_EQ(f.pack.size(), 1u);
  EXPECT_EQ(std::get<KernelStep>(f.steps[0].action).arguments.size(), 4u);  // x, gamma, gamma, y
}

TEST(Plan, ReuseNeedsLessThanTheTrivialPlanner) {
  const Maker m = sample_network(16, 4);
  EXPECT_LT(plan_of(m).arena_bytes_per_example, plan_of(m, MemoryPlanner::trivial).arena_bytes_per_example);
}

TEST(Plan, SameInputSameText) { EXPECT_EQ(to_json(plan_of(sample_network())), to_json(plan_of(sample_network()))); }

}  // namespace
}  // namespace specimen::gen
