// Every kernel gets memory that is stored as it was compiled for, or the plan is refused.
#include "plan/verify.h"

#include <gtest/gtest.h>

#include <functional>

#include "graph/maker.h"
#include "passes/passes.h"
#include "plan/build.h"

namespace specimen::gen {
namespace {

GlobalPoolOp keep_dims() {
  GlobalPoolOp op;
  op.keepdims = true;
  return op;
}

Plan plan_of(const Maker& m) { return build_plan(run_passes(m.graph, TargetKind::cpu), TargetKind::cpu); }

// What a padded convolution reads has padding around it, wherever it comes from.
TEST(PlanVerify, WhoeverWritesWhatAPaddedConvolutionReads) {
  const std::function<TensorId(Maker&, TensorId)> writers[] = {
      [](Maker& m, TensorId x) { return m.layer_norm(x, "norm"); },
      [](Maker& m, TensorId x) { return m.op(SoftmaxOp{}, {x}, "softmax"); },
      [](Maker& m, TensorId x) { return m.op(keep_dims(), {x}, "pool"); },
      [](Maker& m, TensorId x) { return m.op(ReshapeOp{{4, 16, 8}}, {x}, "reshape"); },
      [](Maker& m, TensorId x) { return m.relu(x, "relu"); },
  };
  for (const auto& writer : writers) {
    Maker m;
    const TensorId x = m.relu(m.conv(m.input("image", 8, 8, 8), 8, 1, 1, "stem"), "stem_relu");
    m.output("y", m.conv(writer(m, x), 8, 3, 1, "conv"));
    EXPECT_EQ(verify(plan_of(m)), "");
  }
}

// What reads rows beside a padded convolution that reads the same tensor.
TEST(PlanVerify, WhoeverReadsWhatAPaddedConvolutionReads) {
  const std::function<TensorId(Maker&, TensorId)> readers[] = {
      [](Maker& m, TensorId x) { return m.layer_norm(x, "norm"); },
      [](Maker& m, TensorId x) { return m.op(SoftmaxOp{}, {x}, "softmax"); },
      [](Maker& m, TensorId x) { return m.op(ReshapeOp{{8, 8, 8}}, {x}, "reshape"); },
  };
  for (const auto& reader : readers) {
    Maker m;
    const TensorId x = m.relu(m.conv(m.input("image", 8, 8, 8), 8, 1, 1, "stem"), "stem_relu");
    m.output("y", m.add(m.conv(x, 8, 3, 1, "conv"), reader(m, x), "sum"));
    EXPECT_EQ(verify(plan_of(m)), "");
  }
}

// A gate that a padded convolution reads, too.
TEST(PlanVerify, AGateWithPadding) {
  Maker m;
  const TensorId x = m.relu(m.conv(m.input("image", 8, 8, 8), 8, 1, 1, "stem"), "stem_relu");
  const TensorId gate = m.relu(m.conv(m.op(keep_dims(), {x}, "pool"), 8, 1, 1, "gate"), "gate_relu");
  m.output("y", m.op(BinaryOp{Fn::multiply}, {x, gate}, "gated"));
  m.output("z", m.conv(gate, 4, 3, 1, "conv"));
  EXPECT_EQ(verify(plan_of(m)), "");
}

// A norm of some channels of a concatenation.
TEST(PlanVerify, ANormOfASlice) {
  Maker m;
  const TensorId x = m.input("image", 8, 8, 8);
  const TensorId a = m.relu(m.conv(x, 8, 1, 1, "a"), "a_relu"), b = m.layer_norm(a, "b");
  m.output("y", m.conv(m.op(ConcatOp{}, {a, b}, "concat"), 8, 3, 1, "conv"));
  EXPECT_EQ(verify(plan_of(m)), "");
}

// Tokens of an image: every kernel sees (batch, tokens, features), whatever the memory was written as.
TEST(PlanVerify, TokensOfAnImage) {
  Maker m;
  TensorId x = m.conv(m.input("image", 8, 8, 3), 16, 1, 1, "patches");
  x = m.op(ReshapeOp{{64, 16}}, {x}, "tokens");
  x = m.layer_norm(m.dense(x, 16, "dense"), "norm");
  x = m.op(AttentionOp{2, false, false, 0.3}, {x, x, x}, "attention");
  m.output("rows", m.op(ReshapeOp{{8, 8, 16}}, {m.dense(x, 16, "rows")}, "image"));
  m.output("mean", m.op(SequencePoolOp{}, {x}, "mean"));
  const Plan plan = plan_of(m);
  EXPECT_EQ(verify(plan), "");
  for (const PlanStep& step : plan.functions.back().steps) {
    const auto* kernel = std::get_if<KernelStep>(&step.action);
    if (!kernel || step.path == "patches") continue;
    for (const PlanArgument& argument : kernel->arguments) {
      if (argument.value < 0) continue;
      const std::vector<Dim>& shape = plan.functions.back().values[argument.value].shape;
      if (shape.size() == 3) {
        EXPECT_EQ(shape[1], Dim(64)) << step.path;
      }
    }
  }
}

// Copies that take the dimensions in another order, or write every n-th row and pixel, with padding around what they
// read and write.
TEST(PlanVerify, CopiesInOtherOrders) {
  const Attributes copies[] = {PermuteOp{{2, 1, 3}}, PermuteOp{{1, 3, 2}}, PermuteOp{{3, 2, 1}}, PermuteOp{{3, 1, 2}},
                               ResizeOp{16, 15},     ResizeOp{8, 10},      CropOp{{1, 0, 2, 1}}};
  for (const Attributes& copy : copies) {
    Maker m;
    const TensorId x = m.conv(m.input("image", 8, 5, 3), 6, 3, 1, "stem");
    m.output("x", m.conv(x, 4, 3, 1, "before"));
    m.output("y", m.conv(m.op(copy, {x}, "copy"), 4, 3, 1, "conv"));
    const Plan plan = plan_of(m);
    EXPECT_EQ(verify(plan), "");
    for (std::size_t k = 0; k < plan.kernels.size(); ++k) {
      Plan wrong = plan;
      auto* problem = std::get_if<Elementwise>(&wrong.kernels[k].problem);
      if (!problem) continue;
      problem->in.row += 1;
      EXPECT_NE(verify(wrong), "");
    }
  }
}

// Plans that hand a kernel other memory than it takes are found.
TEST(PlanVerify, FindsOtherMemory) {
  Maker m;
  const TensorId x = m.layer_norm(m.relu(m.conv(m.input("image", 8, 8, 8), 8, 3, 1, "stem"), "relu"), "norm");
  m.output("y", m.dense(m.op(GlobalPoolOp{}, {m.conv(x, 8, 3, 1, "conv")}, "pool"), 4, "dense"));
  const Plan plan = plan_of(m);
  ASSERT_EQ(verify(plan), "");
  for (std::size_t v = 0; v < plan.functions.back().values.size(); ++v) {
    const PlanValue& value = plan.functions.back().values[v];
    if (value.last_step < 0 || value.shape.size() != 4) continue;
    Plan wrong = plan;
    wrong.functions.back().values[v].storage.row += value.channels;
    EXPECT_NE(verify(wrong), "") << value.name;
    wrong = plan;
    wrong.functions.back().values[v].storage.example -= value.channels;
    EXPECT_NE(verify(wrong), "") << value.name;
  }
  for (std::size_t k = 0; k < plan.kernels.size(); ++k) {
    Plan wrong = plan;
    auto* norm = std::get_if<LayerNorm>(&wrong.kernels[k].problem);
    if (!norm) continue;
    norm->height = norm->width = 0;  // takes rows without gaps
    EXPECT_NE(verify(wrong), "");
  }
}

}  // namespace
}  // namespace specimen::gen
