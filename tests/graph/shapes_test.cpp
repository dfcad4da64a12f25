#include "graph/shapes.h"

#include <gtest/gtest.h>

namespace specimen::gen {
namespace {

const Dim kBatch = Dim::symbol("batch");

std::vector<Dim> image(int h, int w, int c) { return {kBatch, Dim(h), Dim(w), Dim(c)}; }

TEST(Shapes, ConvolutionSlides) {
  Conv2DOp op;
  op.filters = 16;
  op.window = {3, 3, 2, 2, 1, 1, {0, 1, 0, 1}};
  const Shapes shapes = infer_shapes(op, {image(33, 32, 8), {Dim(3), Dim(3), Dim(8), Dim(16)}});
  ASSERT_EQ(shapes.error, "");
  EXPECT_EQ(shapes.outputs[0], image(16, 16, 16));
}

TEST(Shapes, DilationWidensTheWindow) {
  Conv2DOp op;
  op.filters = 4;
  op.window = {3, 3, 1, 1, 4, 4, {}};
  const Shapes shapes = infer_shapes(op, {image(20, 20, 8), {Dim(3), Dim(3), Dim(8), Dim(4)}});
  ASSERT_EQ(shapes.error, "");
  EXPECT_EQ(shapes.outputs[0], image(12, 12, 4));
}

TEST(Shapes, WhatDoesNotFitIsSaid) {
  Conv2DOp conv;
  conv.filters = 4;
  conv.window = {9, 9, 1, 1, 1, 1, {}};
  EXPECT_NE(infer_shapes(conv, {image(5, 5, 8), {Dim(9), Dim(9), Dim(8), Dim(4)}}).error.find("does not fit"),
            std::string::npos);
  EXPECT_NE(infer_shapes(BinaryOp{}, {image(5, 5, 8), image(5, 5, 9)}).error.find("the shapes differ"),
            std::string::npos);
  DenseOp dense;
  EXPECT_NE(infer_shapes(dense, {image(5, 5, 8), {Dim(8), Dim(1)}}).error.find("put a Flatten"), std::string::npos);
  EXPECT_NE(infer_shapes(ReshapeOp{{7}}, {image(5, 5, 8)}).error.find("cannot be reshaped"), std::string::npos);
  EXPECT_NE(infer_shapes(ConcatOp{}, {image(5, 5, 8), image(5, 6, 8)}).error.find("only the last dimension"),
            std::string::npos);
  conv.window.height = 0;
  EXPECT_NE(infer_shapes(conv, {image(5, 5, 8), {Dim(9), Dim(9), Dim(8), Dim(4)}}).error.find("at least 1"),
            std::string::npos);
  EXPECT_NE(infer_shapes(PadOp{{1 << 20, 0, 1 << 20, 0}, 0}, {image(5, 5, 8)}).error.find("too large"),
            std::string::npos);
}

TEST(Shapes, ASecondOutputForAStoredStep) {
  ElementwiseOp op;
  op.chain.steps = {Step{Fn::relu, Operand::none, 0, true}, Step{Fn::multiply, Operand::channel}};
  const Shapes shapes = infer_shapes(op, {image(5, 5, 8), {Dim(8)}});
  ASSERT_EQ(shapes.error, "");
  EXPECT_EQ(shapes.outputs.size(), 2u);
}

}  // namespace
}  // namespace specimen::gen
