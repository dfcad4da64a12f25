// Layers that passes make of others: the same numbers, and kernels that can compute them.
#include <gtest/gtest.h>

#include "graph/verify.h"
#include "passes/check_pipeline.h"

namespace specimen::gen {
namespace {

TEST(Lower, DepthwiseOutputsBecomeGroups) {
  Maker m;
  TensorId x = m.input("image", 7, 6, 4);
  DepthwiseConv2DOp op;
  op.window = {3, 2, 2, 1, 1, 1, {1, 1, 0, 1}};
  x = m.norm(m.op(op, {x, m.weight("depthwise/kernel", {Dim(3), Dim(2), Dim(4), Dim(3)})}, "depthwise"), "norm");
  m.output("y", x);
  check_pipeline(m);
  const Graph graph = run_passes(m.graph, TargetKind::cpu);
  EXPECT_EQ(count(graph, "fused_depthwise_conv2d"), 0);
  EXPECT_EQ(count(graph, "fused_conv2d"), 1);
  EXPECT_EQ(count(graph, "elementwise"), 0);  // the norm is folded
}

TEST(Lower, DenseOverPixelsIsAConvolution) {
  Maker m;
  const TensorId x = m.input("image", 4, 6, 8);
  m.output("pixels", m.relu(m.norm(m.dense(x, 5, "dense"), "norm"), "relu"));
  m.output("deep", m.dense(m.op(ReshapeOp{{12, 2, 8}}, {x}, "reshape"), 3, "inner"));
  m.output("rows", m.dense(m.op(ReshapeOp{{192}}, {x}, "flat"), 3, "rows"));
  check_pipeline(m);
  const Graph graph = run_passes(m.graph, TargetKind::cpu);
  EXPECT_EQ(count(graph, "fused_conv2d"), 2);
  EXPECT_EQ(count(graph, "fused_dense"), 1);
}

TEST(Lower, AKernelThatTwoLayersShareIsPackedOnce) {
  Maker m;
  const TensorId x = m.input("image", 4, 4, 8), kernel = m.weight("kernel", {Dim(8), Dim(8)});
  DenseOp dense;
  dense.units = 8;
  m.output("y", m.op(dense, {m.relu(m.op(dense, {x, kernel}, "first"), "relu"), kernel}, "second"));
  check_pipeline(m);
  EXPECT_EQ(run_passes(m.graph, TargetKind::cpu).pack.size(), 2u);  // reshaped, packed
}

// Every pair of shapes that are broadcast to (7, 5, 4), in both orders.
TEST(Lower, OperandsAreBroadcast) {
  const std::vector<std::vector<int>> shapes = {{7, 5, 4}, {7, 5, 1}, {7, 1, 4}, {1, 5, 4},
                                                {1, 1, 4}, {7, 1, 1}, {1, 1, 1}};
  for (Fn fn : {Fn::multiply, Fn::subtract}) {
    Maker m;
    std::vector<TensorId> x;
    for (std::size_t i = 0; i < shapes.size(); ++i)
      x.push_back(m.input("x" + std::to_string(i), shapes[i][0], shapes[i][1], shapes[i][2]));
    x.push_back(m.op(GlobalPoolOp{}, {x[0]}, "vector"));
    for (std::size_t i = 0; i < x.size(); ++i) {
      for (std::size_t j = 0; j < x.size(); ++j) {
        const std::string name = std::to_string(i) + "_" + std::to_string(j);
        m.output("y" + name, m.op(BinaryOp{fn}, {x[i], x[j]}, "op" + name));
      }
    }
    check_pipeline(m);
  }
}

TEST(Lower, RowsAreBroadcast) {
  Maker m;
  const TensorId image = m.input("image", 6, 4, 3), other = m.input("other", 1, 4, 1);
  const TensorId x = m.op(ReshapeOp{{6, 12}}, {image}, "x"),
                 gate = m.op(GlobalPoolOp{}, {m.conv(image, 12, 1, 1, "c")}, "gate");
  const TensorId single = m.op(GlobalPoolOp{}, {m.conv(other, 1, 1, 1, "d")}, "single");
  m.output("gated", m.op(BinaryOp{Fn::subtract}, {gate, x}, "gated"));
  m.output("scaled", m.op(BinaryOp{Fn::multiply}, {x, single}, "scaled"));
  m.output("vector", m.op(BinaryOp{Fn::subtract}, {single, gate}, "vector"));
  check_pipeline(m);
}

// A gate of pixels runs as one kernel with what comes after it.
TEST(Lower, AGateOfPixelsIsOneKernel) {
  Maker m;
  const TensorId x = m.relu(m.conv(m.input("image", 8, 8, 4), 8, 3, 1, "conv"), "relu");
  const TensorId gate = m.op(UnaryOp{Fn::sigmoid}, {m.conv(x, 1, 3, 1, "gate")}, "sigmoid");
  m.output("y", m.conv(m.relu(m.op(BinaryOp{Fn::multiply}, {gate, x}, "gated"), "again"), 8, 3, 1, "after"));
  check_pipeline(m);
  EXPECT_EQ(count(run_passes(m.graph, TargetKind::cpu), "elementwise"), 1);
}

TEST(Lower, DimensionsMove) {
  Maker m;
  const TensorId x = m.conv(m.input("image", 5, 6, 3), 4, 3, 1, "conv");
  for (const std::vector<int>& order :
       std::vector<std::vector<int>>{{1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}}) {
    std::string name;
    for (int dim : order) name += std::to_string(dim);
    m.output("y" + name, m.op(PermuteOp{order}, {x}, "permute" + name));
  }
  const TensorId rows = m.op(ReshapeOp{{10, 12}}, {x}, "rows");
  m.output("turned", m.op(PermuteOp{{2, 1}}, {rows}, "turn"));
  m.output("cut", m.conv(m.op(CropOp{{1, 0, 2, 1}}, {x}, "crop"), 4, 3, 1, "after_crop"));
  m.output("large", m.conv(m.op(ResizeOp{10, 18}, {x}, "up"), 4, 3, 1, "after_up"));
  m.output("sized", m.conv(m.op(ResizeOp{7, 9, Sampling::bicubic}, {x}, "size"), 4, 3, 1, "after_size"));
  check_pipeline(m);
}

TEST(Lower, AConvolutionOverStepsHasARowOfItsOwn) {
  Maker m;
  const TensorId x = m.op(ReshapeOp{{1, 20, 3}}, {m.input("image", 4, 5, 3)}, "row");
  Conv2DOp op;
  op.filters = 5;
  op.window.width = 4;
  m.output("y", m.norm(m.op(op, {x, m.weight("kernel", {Dim(4), Dim(3), Dim(5)})}, "conv"), "norm"));
  check_pipeline(m);
  EXPECT_EQ(count(run_passes(m.graph, TargetKind::cpu), "fused_conv2d"), 1);
}

}  // namespace
}  // namespace specimen::gen
