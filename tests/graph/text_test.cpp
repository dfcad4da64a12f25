#include "graph/text.h"

#include <gtest/gtest.h>

#include "graph/maker.h"
#include "graph/read_back.h"
#include "graph/verify.h"

namespace specimen::gen {
namespace {

TEST(GraphText, PrintsParsesPrints) {
  for (bool preactivation : {false, true})
    expect_read_back(sample_network(12, 3, preactivation).graph, preactivation ? "preactivation" : "sample");
}

TEST(GraphText, SequencesPrintParsePrint) {
  const std::string text = print(sample_encoder().graph);
  EXPECT_NE(text.find("\"padding_mask\" : [batch, sequence] int32"), std::string::npos);
  expect_read_back(sample_encoder().graph, "encoder");
}

TEST(GraphText, IdsAreNoFeatures) {
  std::string text = print(sample_encoder().graph);
  const std::size_t at = text.find(" int32");
  text.erase(at, 6);
  const ReadText read(text);
  EXPECT_FALSE(read.graph);
  EXPECT_NE(read.messages().find("reads float32 as int32"), std::string::npos) << read.messages();
}

TEST(GraphText, NamesThePlaceOfAMistake) {
  std::string text = print(sample_network().graph);
  const std::size_t at = text.find("conv2d(");
  text.replace(at, 7, "conv9d(");
  const ReadText read(text);
  EXPECT_FALSE(read.graph);
  EXPECT_NE(read.messages().find("no op is called `conv9d` [graph_syntax]"), std::string::npos) << read.messages();
  EXPECT_NE(read.messages().find("did you mean `conv2d`?"), std::string::npos) << read.messages();
}

TEST(GraphText, EveryTruncationIsAnErrorAndNoCrash) {
  const std::string text = print(sample_network(6, 1).graph);
  for (std::size_t length = 0; length + 2 < text.size(); length += 7) {
    EXPECT_FALSE(ReadText(text.substr(0, length)).graph) << length;
  }
}

TEST(GraphText, EveryChangedByteIsReadOrRefused) {
  const std::string text = print(sample_network(6, 1).graph);
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    std::string bad = text;
    bad[random() % bad.size()] = static_cast<char>(random() % 256);
    const ReadText read(bad);
    if (read.graph) print(*read.graph);
  }
}

TEST(GraphText, StatedShapesAreChecked) {
  std::string text = print(sample_network().graph);
  const std::size_t at = text.find("[batch, 12, 12, 8]");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 18, "[batch, 12, 12, 9]");
  const ReadText read(text);
  EXPECT_FALSE(read.graph);
  EXPECT_NE(read.messages().find("the shape should be (batch, 12, 12, 8)"), std::string::npos) << read.messages();
}

TEST(GraphText, DimensionsDivideAndCommentsAreSkipped) {
  const ReadText read(R"(# A comment.
graph "g" {  # Another one.
  symbol batch 8
  symbol sequence 16
  function "forward" {
    input %0 "x" : [batch, (sequence + 1) // 2, 4] as "x" "{}"
    %1 = unary(%0) {fn=relu} "relu" "relu" : [batch, (sequence + 1) // 2, 4]
    output "y" %1 "{}"
  }
})");
  ASSERT_TRUE(read.graph) << read.messages();
  expect_read_back(*read.graph, "dimensions");
}

constexpr const char* kTwoFunctions = R"(graph "g" {
  symbol batch 8
  %0 = weight "a/kernel" : [4, 4] trainable "zeros"
  function "first" "What it does." {
    input %1 "x" : [batch, 4] as "x" "{}"
    %2 = dense(%1, %0) {units=4} "a" "a" : [batch, 4]
    output "y" %2 "{}"
  }
  function "second" {
    input %3 "x" : [batch, 4] as "x" "{}"
    %4 = dense(%3, %0) {units=4} "a" "a" : [batch, 4]
    output "y" %4 "{}"
  }
})";

TEST(GraphText, FunctionsShareWeights) {
  const ReadText read(kTwoFunctions);
  ASSERT_TRUE(read.graph) << read.messages();
  EXPECT_EQ(verify(*read.graph), "");
  expect_read_back(*read.graph, "functions");
  ASSERT_EQ(read.graph->functions.size(), 2u);
  EXPECT_EQ(read.graph->functions[0].doc, "What it does.");
  EXPECT_EQ(read.graph->order(read.graph->functions[1]).size(), 1u);
  EXPECT_EQ(read.graph->order().size(), 2u);
}

TEST(GraphText, FunctionsShareNothingElse) {
  for (const auto& [from, to, wanted] :
       {std::tuple("dense(%3, %0)", "dense(%2, %0)", "a reads what another function has"),
        std::tuple("dense(%3, %0)", "dense(%1, %0)", "a reads what another function has"),
        std::tuple("output \"y\" %4", "output \"y\" %2", "output y is what another function has"),
        std::tuple("\"second\"", "\"first\"", "two functions are called first")}) {
    std::string text = kTwoFunctions;
    text.replace(text.find(from), std::string(from).size(), to);
    const ReadText read(text);
    ASSERT_TRUE(read.graph) << read.messages();
    EXPECT_EQ(verify(*read.graph), wanted);
  }
}

TEST(GraphText, DefaultsAreLeftOut) {
  const std::string text = print(sample_network().graph);
  EXPECT_EQ(text.find("dilation_height"), std::string::npos);
  EXPECT_NE(text.find("{fn=relu}"), std::string::npos) << text;
}

}  // namespace
}  // namespace specimen::gen
