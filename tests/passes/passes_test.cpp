// After every pass: the graph is sound, prints and parses, and computes the same numbers as before.
#include "passes/passes.h"

#include <gtest/gtest.h>

#include <set>

#include "graph/text.h"
#include "graph/verify.h"
#include "passes/check_pipeline.h"

namespace specimen::gen {
namespace {

TEST(Passes, ResidualNetworkKeepsItsValues) { check_pipeline(sample_network()); }
TEST(Passes, PreactivationNetworkKeepsItsValues) { check_pipeline(sample_network(12, 3, true)); }

TEST(Passes, AnEncoderKeepsItsValues) { check_pipeline(sample_encoder()); }

TEST(Passes, SumsOfEmbeddingsAndResidualsAreEpilogues) {
  const Graph graph = run_passes(sample_encoder(2).graph, TargetKind::cpu);
  EXPECT_EQ(count(graph, "elementwise"), 0);
  EXPECT_EQ(count(graph, "fused_embedding") + count(graph, "fused_position_embedding"), 3);
  EXPECT_EQ(count(graph, "fused_dense"), 2 * 6 + 1);
}

TEST(Passes, ResidualBlockBecomesConvolutionsAlone) {
  const Graph graph = run_passes(sample_network().graph, TargetKind::cpu);
  EXPECT_EQ(count(graph, "elementwise"), 0);
  EXPECT_EQ(count(graph, "batch_norm"), 0);
  EXPECT_EQ(count(graph, "fused_conv2d"), 1 + 3 + 2 + 2);
  EXPECT_EQ(count(graph, "pad"), 1);  // the caller's image has no padding
}

TEST(Passes, PreactivationsBecomeSecondOutputs) {
  const Graph graph = run_passes(sample_network(12, 3, true).graph, TargetKind::cpu);
  int two = 0;
  for (OpId id : graph.order()) two += graph[id].outputs.size() == 2;
  EXPECT_EQ(two, 2);
  // The first one's input comes from a pooling kernel, which writes one output: but it is its only reader.
  EXPECT_EQ(count(graph, "elementwise"), 0);
}

TEST(Passes, ZeroPaddingIsFoldedIntoMaxPooling) {
  Maker m;
  TensorId x = m.input("image", 9, 9, 4);
  x = m.op(PadOp{{1, 1, 1, 1}, 0}, {x}, "pad");
  Pool2DOp pool;
  pool.window = {3, 3, 2, 2, 1, 1, {}};
  m.output("y", m.op(pool, {x}, "pool"));
  check_pipeline(m);
}

TEST(Passes, AnAverageCountsPaddedZeros) {
  Maker m;
  TensorId x = m.input("image", 9, 9, 4);
  x = m.op(PadOp{{1, 1, 1, 1}, 0}, {x}, "pad");
  Pool2DOp pool;
  pool.pooling = Pooling::average;
  pool.window = {3, 3, 2, 2, 1, 1, {}};
  m.output("y", m.op(pool, {x}, "pool"));
  check_pipeline(m);
}

TEST(Passes, AValueReadTwiceIsNotFusedAway) {
  Maker m;
  TensorId x = m.input("image", 8, 8, 4);
  const TensorId c = m.conv(x, 8, 3, 1, "conv", true);
  const TensorId a = m.relu(c, "relu");
  const TensorId b = m.op(UnaryOp{Fn::sigmoid}, {c}, "sigmoid");
  m.output("y", m.op(BinaryOp{Fn::multiply}, {a, b}, "multiply"));
  m.output("c", c);
  check_pipeline(m);
}

// Squeeze-and-excitation: the gate is known only when the image is, so the kernel that computes the image cannot apply
// it; the 1x1 convolution after it can. A wider window cannot.
TEST(Passes, AGateBecomesAPrologue) {
  for (int size : {1, 3}) {
    Maker m;
    TensorId x = m.relu(m.conv(m.input("image", 6, 6, 8), 16, 1, 1, "expand"), "relu");
    GlobalPoolOp mean;
    mean.keepdims = true;
    const TensorId gate = m.conv(m.op(mean, {x}, "mean"), 16, 1, 1, "excite");
    x = m.op(BinaryOp{Fn::multiply}, {x, gate}, "gated");
    m.output("y", m.conv(x, 8, size, 1, "project"));
    check_pipeline(m);
    const Graph graph = run_passes(m.graph, TargetKind::cpu);
    EXPECT_EQ(count(graph, "elementwise"), size == 1 ? 0 : 1);
  }
}

// An inverted residual block's first half: 1x1, norm, sigmoid, depthwise, norm, relu.
TensorId expansion(Maker& m, TensorId x, int filters, int stride) {
  x = m.op(UnaryOp{Fn::sigmoid}, {m.norm(m.conv(x, filters, 1, 1, "expand"), "expand_norm")}, "expand_activation");
  return m.relu(m.norm(m.depthwise(x, 3, stride, "depthwise"), "depthwise_norm"), "depthwise_activation");
}

TEST(Passes, AnExpansionRunsInTheDepthwiseConvolution) {
  for (int stride : {1, 2}) {
    Maker m;
    m.output("y", m.conv(expansion(m, m.input("image", 24, 24, 8), 24, stride), 8, 1, 1, "project"));
    check_pipeline(m);
    const Graph graph = run_passes(m.graph, TargetKind::cpu);
    EXPECT_EQ(count(graph, "expand_depthwise"), 1);
    EXPECT_EQ(count(graph, "fused_depthwise_conv2d"), 0);
    EXPECT_EQ(count(graph, "fused_conv2d"), 1);
    EXPECT_EQ(count(graph, "pad"), 0);  // the kernel pads what it expands, so the caller's image needs no padding
  }
}

TEST(Passes, AValueAddedToItself) {
  Maker m;
  TensorId x = m.input("image", 8, 8, 4);
  const TensorId c = m.conv(x, 8, 1, 1, "conv");
  m.output("y", m.add(c, c, "twice"));
  check_pipeline(m);
}

TEST(Passes, InputsAndReshapesAsOutputsAreCopies) {
  Maker m;
  TensorId x = m.input("image", 4, 4, 2);
  m.output("same", x);
  m.output("flat", m.op(ReshapeOp{{32}}, {x}, "flatten"));
  const TensorId y = m.relu(x, "relu");
  m.output("y", y);
  m.output("again", y);
  check_pipeline(m);
}

TEST(Passes, TwoReadersWithDifferentPaddingOfOneImage) {
  Maker m;
  TensorId x = m.input("image", 8, 8, 4);
  const TensorId c = m.relu(m.conv(x, 8, 1, 1, "conv"), "relu");
  Pool2DOp pool;
  pool.window = {3, 3, 1, 1, 1, 1, {1, 1, 1, 1}};
  const TensorId pooled = m.op(pool, {c}, "pool");
  const TensorId filtered = m.conv(c, 8, 5, 1, "wide");
  m.output("y", m.op(ConcatOp{}, {pooled, filtered}, "concat"));
  check_pipeline(m);
}

// The remarks of what stayed alone, by the path of the layer.
std::map<std::string, std::vector<Remark>> remarks(const Graph& graph) {
  std::map<std::string, std::vector<Remark>> found;
  for (OpId id : graph.order()) {
    if (!graph[id].remarks.empty()) found[graph[id].path] = graph[id].remarks;
  }
  return found;
}

using Remarks = std::map<std::string, std::vector<Remark>>;

TEST(Remarks, AGateBeforeAWideConvolution) {
  Maker m;
  TensorId x = m.relu(m.conv(m.input("image", 6, 6, 8), 16, 1, 1, "expand"), "relu");
  GlobalPoolOp mean;
  mean.keepdims = true;
  const TensorId gate = m.conv(m.op(mean, {x}, "mean"), 16, 1, 1, "excite");
  m.output("y", m.conv(m.op(BinaryOp{Fn::multiply}, {x, gate}, "gated"), 8, 3, 1, "project"));
  EXPECT_EQ(remarks(run_passes(m.graph, TargetKind::cpu)),
            (Remarks{{"gated", {Remark::operand_later, Remark::reader_without_prologue}},
                     {"mean", {Remark::pools_all_pixels}}}));
}

TEST(Remarks, ExpansionsThatStayKernels) {
  const auto remarks = [](Maker& m) {
    const Graph graph = run_passes(m.graph, TargetKind::cpu);
    EXPECT_EQ(count(graph, "expand_depthwise"), 0);
    for (OpId id : graph.order()) {
      if (graph[id].path == "expand") return graph[id].remarks;
    }
    return std::vector<Remark>();
  };
  const auto is = [](Remark remark) { return std::vector<Remark>{remark}; };
  {
    Maker m;
    m.output("y", expansion(m, m.input("image", 14, 14, 8), 24, 1));
    check_pipeline(m);
    EXPECT_EQ(remarks(m), is(Remark::small_expansion));
  }
  {
    Maker m;
    const TensorId x = m.conv(m.input("image", 24, 24, 8), 24, 1, 1, "expand");
    m.output("y", m.depthwise(x, 3, 1, "depthwise"));
    m.output("x", x);
    check_pipeline(m);
    EXPECT_EQ(remarks(m), is(Remark::output_of_model));
  }
  {
    Maker m;
    const TensorId x = m.conv(m.input("image", 24, 24, 8), 24, 1, 1, "expand");
    m.output("y", m.depthwise(x, 3, 1, "depthwise"));
    m.output("z", m.depthwise(x, 5, 1, "depthwise2"));
    check_pipeline(m);
    EXPECT_EQ(remarks(m), is(Remark::many_readers));
  }
  {
    Maker m;
    const TensorId image = m.input("image", 24, 24, 24);
    const TensorId x = m.add(m.conv(image, 24, 1, 1, "expand"), image, "sum");
    m.output("y", m.depthwise(x, 3, 1, "depthwise"));
    check_pipeline(m);
    EXPECT_EQ(remarks(m), is(Remark::expansion_operand));
  }
  {
    Maker m;
    const TensorId x = m.relu(m.norm(m.input("image", 24, 24, 8), "norm"), "relu");
    m.output("y", m.depthwise(m.conv(x, 24, 1, 1, "expand"), 3, 1, "depthwise"));
    check_pipeline(m);
    EXPECT_EQ(remarks(m), is(Remark::expansion_with_prologue));
  }
}

TEST(Remarks, OneKernelAddsOneResidual) {
  Maker m;
  const TensorId x = m.input("image", 8, 8, 4);
  const TensorId a = m.relu(m.conv(x, 8, 1, 1, "a"), "a_relu"), b = m.relu(m.conv(x, 8, 1, 1, "b"), "b_relu");
  const TensorId c = m.relu(m.conv(x, 8, 1, 1, "c"), "c_relu");
  m.output("y", m.relu(m.add(m.add(c, a, "first"), b, "second"), "last"));
  const Graph graph = run_passes(m.graph, TargetKind::cpu);
  EXPECT_EQ(remarks(graph), (Remarks{{"second", {Remark::two_residuals, Remark::residual_in_prologue}}}));
  for (OpId id : graph.order()) {
    if (graph[id].path == "c") {
      EXPECT_EQ(graph[id].fused, (std::vector<std::string>{"c_relu", "first"}));
    }
    if (graph[id].path == "second") {
      EXPECT_EQ(graph[id].fused, (std::vector<std::string>{"last"}));
    }
  }
}

TEST(Remarks, WhatTheCallerOwns) {
  Maker m;
  const TensorId x = m.input("image", 8, 8, 4);
  m.output("relu", m.relu(x, "relu"));
  m.output("twice", m.add(m.conv(x, 4, 1, 1, "conv"), x, "sum"));
  m.output("y", m.conv(x, 4, 3, 1, "wide"));
  m.output("x", x);
  EXPECT_EQ(remarks(run_passes(m.graph, TargetKind::cpu)),
            (Remarks{{"relu", {Remark::input_of_model, Remark::output_of_model}},
                     {"image/padded", {Remark::padding_of_caller}},
                     {"x/copy", {Remark::output_is_input}}}));
}

TEST(Remarks, AValueThatOthersRead) {
  Maker m;
  const TensorId c = m.conv(m.input("image", 8, 8, 4), 8, 3, 1, "conv", true);
  TensorId a = m.relu(c, "relu"), b = m.op(UnaryOp{Fn::sigmoid}, {c}, "sigmoid");
  b = m.add(b, b, "twice");
  m.output("y", m.op(BinaryOp{Fn::multiply}, {a, b}, "multiply"));
  m.output("c", c);
  const Remarks found = remarks(run_passes(m.graph, TargetKind::cpu));
  EXPECT_EQ(found.at("sigmoid")[0], Remark::kept_value);
  EXPECT_EQ(found.at("twice")[0], Remark::itself_as_operand);
}

// What is written into a concatenation by its kernel, and what must be copied.
TEST(Remarks, OperandsOfAConcatenation) {
  Maker m;
  const TensorId x = m.input("image", 8, 8, 4);
  const TensorId a = m.conv(x, 8, 1, 1, "a"), b = m.relu(m.conv(x, 8, 3, 1, "b"), "b_relu");
  const TensorId c = m.conv(x, 8, 1, 1, "c"), d = m.conv(x, 8, 1, 1, "d");
  m.output("c", c);
  m.output("flat", m.op(ReshapeOp{{512}}, {m.relu(d, "relu")}, "flatten"));
  const TensorId first = m.op(ConcatOp{}, {a, b}, "first");
  m.output("y", m.op(ConcatOp{}, {first, x, b, c, d}, "second"));
  check_pipeline(m);
  const Graph graph = run_passes(m.graph, TargetKind::cpu);
  Remarks found = remarks(graph);
  found.erase("image/padded");
  EXPECT_EQ(found, (Remarks{{"second/part2", {Remark::slice_of_caller}},
                            {"second/part3", {Remark::slice_elsewhere}},
                            {"second/part4", {Remark::slice_of_output}},
                            {"relu", {Remark::nothing_before, Remark::reader_without_prologue}}}));
  for (const Tensor& tensor : graph.tensors) {
    if (tensor.name == "b_relu") {
      EXPECT_EQ(tensor.slice.channel, 8);
    }
    if (tensor.name == "b_relu" || tensor.name == "first") {
      EXPECT_EQ(tensor.slice.width, 8 + 8 + 4 + 8 + 8 + 8);
    }
  }
}

TEST(Remarks, PaddingThatAnAverageCounts) {
  Maker m;
  Pool2DOp pool;
  pool.pooling = Pooling::average;
  pool.window = {3, 3, 2, 2, 1, 1, {}};
  const TensorId x = m.op(PadOp{{1, 1, 1, 1}, 0}, {m.input("image", 9, 9, 4)}, "pad");
  m.output("y", m.op(pool, {x}, "pool"));
  EXPECT_EQ(remarks(run_passes(m.graph, TargetKind::cpu)),
            (Remarks{{"pad", {Remark::reader_without_padding}}, {"pool", {Remark::pools_a_window}}}));
}

}  // namespace
}  // namespace specimen::gen
