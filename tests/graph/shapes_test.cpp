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
  EXPECT_NE(infer_shapes(BinaryOp{}, {image(5, 5, 8), image(5, 5, 9)}).error.find("where neither is 1"),
            std::string::npos);
  DenseOp dense;
  EXPECT_NE(infer_shapes(dense, {{kBatch}, {Dim(8), Dim(1)}}).error.find("needs rows"), std::string::npos);
  dense.transposed = true;
  EXPECT_NE(infer_shapes(dense, {image(5, 5, 8), {Dim(1), Dim(8)}}).error.find("the table of an Embedding"),
            std::string::npos);
  EXPECT_NE(infer_shapes(ReshapeOp{{7}}, {image(5, 5, 8)}).error.find("cannot be reshaped"), std::string::npos);
  EXPECT_NE(infer_shapes(ConcatOp{}, {image(5, 5, 8), image(5, 6, 8)}).error.find("only the last dimension"),
            std::string::npos);
  conv.window.height = 0;
  EXPECT_NE(infer_shapes(conv, {image(5, 5, 8), {Dim(9), Dim(9), Dim(8), Dim(4)}}).error.find("at least 1"),
            std::string::npos);
  EXPECT_NE(infer_shapes(PadOp{{1 << 20, 0, 1 << 20, 0}, 0}, {image(5, 5, 8)}).error.find("too large"),
            std::string::npos);
}

TEST(Shapes, SequencesKeepTheirLength) {
  const Dim length = Dim::symbol("sequence");
  const std::vector<Dim> ids = {kBatch, length}, x = {kBatch, length, Dim(12)};
  const auto one = [](const Shapes& shapes) {
    return shapes.error.empty() ? to_string(shapes.outputs[0]) : shapes.error;
  };
  EXPECT_EQ(one(infer_shapes(EmbeddingOp{}, {ids, {Dim(100), Dim(12)}})), "(batch, sequence, 12)");
  EXPECT_EQ(one(infer_shapes(PositionEmbeddingOp{}, {x, {Dim(64), Dim(12)}})), "(batch, sequence, 12)");
  DenseOp dense;
  dense.units = 7;
  EXPECT_EQ(one(infer_shapes(dense, {x, {Dim(12), Dim(7)}})), "(batch, sequence, 7)");
  dense.transposed = true;
  EXPECT_EQ(one(infer_shapes(dense, {x, {Dim(7), Dim(12)}})), "(batch, sequence, 7)");
  AttentionOp attention{4, false, true, 1};
  EXPECT_EQ(one(infer_shapes(attention, {x, x, x, ids})), "(batch, sequence, 12)");
  const std::vector<Dim> keys = {kBatch, length + Dim(8), Dim(6)}, values = {kBatch, length + Dim(8), Dim(10)};
  EXPECT_EQ(one(infer_shapes(AttentionOp{4, true, true, 1, 2}, {x, keys, values, {kBatch, length + Dim(8)}})),
            "(batch, sequence, 20)");
  EXPECT_EQ(one(infer_shapes(SequencePoolOp{true}, {x, ids})), "(batch, 12)");
  EXPECT_EQ(one(infer_shapes(SelectTokenOp{0}, {x})), "(batch, 12)");
  EXPECT_EQ(most_example_elements(x, {{"batch", 3}, {"sequence", 10}}), 120);
}

TEST(Shapes, SequencesThatDoNotFitAreSaid) {
  const Dim length = Dim::symbol("sequence");
  const std::vector<Dim> ids = {kBatch, length}, x = {kBatch, length, Dim(12)};
  const auto says = [](const Attributes& op, const std::vector<std::vector<Dim>>& inputs, const char* text) {
    const std::string error = infer_shapes(op, inputs).error;
    EXPECT_NE(error.find(text), std::string::npos) << error;
  };
  says(AttentionOp{5, false, false, 1}, {x, x, x}, "12 features of the query are no 5 heads");
  says(AttentionOp{4, false, false, 1}, {x, {kBatch, length, Dim(24)}, x}, "differ in size");
  says(AttentionOp{4, false, false, 1}, {x, x, {kBatch, length + Dim(1), Dim(12)}}, "as many keys as values");
  says(AttentionOp{4, false, false, 1, 3}, {x, x, x}, "no groups of 3");
  says(AttentionOp{4, false, true, 1}, {x, {kBatch, Dim(3), Dim(12)}, {kBatch, Dim(3), Dim(12)}, ids}, "the mask of");
  says(AttentionOp{4, false, true, 1}, {x, x, x, {kBatch, Dim(3)}}, "the mask of");
  says(SequencePoolOp{false}, {image(4, 4, 4)}, "needs a sequence");
  says(SelectTokenOp{1}, {x}, "there may be no token 1");
  says(PositionEmbeddingOp{}, {x, {Dim(64), Dim(13)}}, "the table is (64, 13)");
  says(ReshapeOp{{24}}, {x}, "cannot be reshaped");
}

TEST(Shapes, OperandsAreBroadcast) {
  const auto y = [](const Attributes& op, const std::vector<Dim>& a, const std::vector<Dim>& b) {
    const Shapes shapes = infer_shapes(op, {a, b});
    return shapes.error.empty() ? to_string(shapes.outputs[0]) : shapes.error;
  };
  const BinaryOp add;
  EXPECT_EQ(y(add, image(5, 4, 8), image(5, 4, 1)), "(batch, 5, 4, 8)");
  EXPECT_EQ(y(add, image(1, 1, 8), image(5, 4, 8)), "(batch, 5, 4, 8)");
  EXPECT_EQ(y(add, image(5, 1, 8), image(1, 4, 1)), "(batch, 5, 4, 8)");
  EXPECT_EQ(y(add, {kBatch, Dim(8)}, image(5, 4, 8)), "(batch, 5, 4, 8)");
  EXPECT_EQ(y(add, {kBatch, Dim(1)}, {kBatch, Dim(8)}), "(batch, 8)");
  // As Keras does it: what a shape lacks comes after the batch.
  EXPECT_EQ(y(add, {kBatch, Dim(4), Dim(8)}, image(5, 4, 8)), "(batch, 5, 4, 8)");
  EXPECT_EQ(y(add, {kBatch, Dim(8)}, {kBatch, Dim(3), Dim(8)}), "(batch, 3, 8)");
  const Dim length = Dim::symbol("sequence");
  EXPECT_EQ(y(add, {kBatch, length, Dim(1)}, {kBatch, length, Dim(8)}), "(batch, sequence, 8)");
  EXPECT_NE(y(add, {kBatch, Dim(8)}, {kBatch, length, Dim(8)}).find("known at run time only"), std::string::npos);
  EXPECT_NE(y(add, image(5, 4, 8), image(4, 5, 8)).find("where neither is 1"), std::string::npos);
  EXPECT_NE(y(add, {kBatch, Dim(8)}, {Dim(1), Dim(8)}).find("where neither is 1"), std::string::npos);
  const ElementwiseOp chain{{{Step{Fn::add, Operand::tensor}}}};
  EXPECT_EQ(y(chain, image(5, 1, 8), image(1, 4, 1)), "(batch, 5, 4, 8)");
  EXPECT_NE(y(chain, {kBatch, length, Dim(8)}, {kBatch, Dim(1), Dim(8)}).find("does not fit"), std::string::npos);
}

TEST(Shapes, DimensionsMove) {
  const auto y = [](const Attributes& op, const std::vector<Dim>& x) {
    const Shapes shapes = infer_shapes(op, {x});
    return shapes.error.empty() ? to_string(shapes.outputs[0]) : shapes.error;
  };
  EXPECT_EQ(y(PermuteOp{{3, 1, 2}}, image(5, 4, 8)), "(batch, 8, 5, 4)");
  for (const std::vector<int>& order : std::vector<std::vector<int>>{{}, {1, 2}, {1, 2, 2}, {0, 1, 2}, {1, 2, 4}})
    EXPECT_NE(y(PermuteOp{order}, image(5, 4, 8)).find("each dimension after the batch once"), std::string::npos);
  EXPECT_NE(y(PermuteOp{{2, 1}}, {kBatch, Dim::symbol("sequence"), Dim(8)}).find("is a number"), std::string::npos);
  EXPECT_EQ(y(CropOp{{1, 2, 0, 3}}, image(5, 4, 8)), "(batch, 2, 1, 8)");
  EXPECT_NE(y(CropOp{{2, 3, 0, 0}}, image(5, 4, 8)).find("leaves nothing"), std::string::npos);
  EXPECT_EQ(y(ResizeOp{10, 12}, image(5, 4, 8)), "(batch, 10, 12, 8)");
  EXPECT_NE(y(ResizeOp{1 << 20, 1 << 20}, image(5, 4, 8)).find("too large"), std::string::npos);
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
