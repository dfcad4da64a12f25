// States in graphs: their text, what the verifier holds them to, and what they compute.
#include <gtest/gtest.h>

#include "graph/evaluate/evaluate.h"
#include "graph/read_back.h"

namespace specimen::gen {
namespace {

constexpr const char* kCache = R"(graph "g" {
  symbol batch 2
  symbol past 16
  symbol tokens 4
  constraint "past + tokens" "12" "past + tokens <= 12"
  %0 = state "key" : [batch, past, 2] context 0
  %1 = state "count" : [1, 1] model -1.5
  function "forward" {
    input %2 "x" : [batch, tokens, 2] as "x" "{}"
    input %3 "one" : [1, 1] as "one" "{}"
    %4 = append(%0, %2) {} "keys" "keys" : [batch, past + tokens, 2]
    %5 = binary(%1, %3) {fn=add} "more" "more" : [1, 1]
    %6 = assign(%1, %5) {} "now" "now" : [1, 1]
    output "keys" %4 "{}"
    output "before" %1 "{}"
    output "now" %6 "{}"
  }
})";

TEST(StateText, IsReadBack) {
  const ReadText read(kCache);
  ASSERT_TRUE(read.graph) << read.messages();
  expect_read_back(*read.graph, "states");
  EXPECT_EQ(read.graph->tensors[0].owner, StateOwner::context);
  EXPECT_EQ(read.graph->tensors[1].owner, StateOwner::model);
  EXPECT_EQ(read.graph->tensors[1].initial_value, -1.5);
  ASSERT_EQ(read.graph->constraints.size(), 1u);
  EXPECT_EQ(read.graph->constraints[0].less, Dim::symbol("past") + Dim::symbol("tokens"));
}

TEST(StateText, MistakesAreNamed) {
  for (const auto& [from, to, wanted] :
       {std::tuple("context 0", "us 0", "expected `context` or `model`, got `us`"),
        std::tuple("model -1.5", "model x", "`x` is not a number"),
        std::tuple("constraint \"past + tokens\"", "constraint \"past +\"", "`past +` is not a dimension"),
        std::tuple("past + tokens, 2]", "past, 2]", "the shape should be (batch, past + tokens, 2)")}) {
    std::string text = kCache;
    text.replace(text.find(from), std::string(from).size(), to);
    const ReadText read(text);
    EXPECT_FALSE(read.graph);
    EXPECT_NE(read.messages().find(wanted), std::string::npos) << read.messages();
  }
}

TEST(StateVerifier, AStateIsWrittenOnceAndReadBefore) {
  for (const auto& [from, to, wanted] :
       {std::tuple("binary(%1, %3) {fn=add} \"more\" \"more\"", "assign(%1, %3) {} \"more\" \"more\"",
                   "now uses the state count after it was written"),
        std::tuple("append(%0, %2)", "append(%2, %2)", "keys writes what is no state"),
        std::tuple("state \"count\" : [1, 1]", "state \"key\" : [1, 1]", "two states are called key")}) {
    std::string text = kCache;
    text.replace(text.find(from), std::string(from).size(), to);
    if (std::string(wanted).find("writes what") != std::string::npos)
      text.replace(text.find("past + tokens, 2]"), 17, "2*tokens, 2]");
    const ReadText read(text);
    ASSERT_TRUE(read.graph) << read.messages();
    EXPECT_EQ(verify(*read.graph), wanted) << text;
  }
}

TEST(StateEvaluation, LeavesWhatTheNextRunReads) {
  const ReadText read(kCache);
  ASSERT_TRUE(read.graph) << read.messages();
  std::map<std::string, DenseArray> states = {{"key", {{1, 0, 2}, {}}}, {"count", {{1, 1}, {-1.5}}}};
  std::map<std::string, DenseArray> inputs = {{"x", {{1, 2, 2}, {1, 2, 3, 4}}}, {"one", {{1, 1}, {1}}}};
  auto outputs = evaluate(*read.graph, inputs, {}, nullptr, 0, &states);
  EXPECT_EQ(outputs.at("keys").data, (std::vector<double>{1, 2, 3, 4}));
  EXPECT_EQ(outputs.at("before").data, std::vector<double>{-1.5});
  EXPECT_EQ(outputs.at("now").data, std::vector<double>{-0.5});
  inputs["x"] = {{1, 1, 2}, {5, 6}};
  outputs = evaluate(*read.graph, inputs, {}, nullptr, 0, &states);
  EXPECT_EQ(outputs.at("keys").shape, (std::vector<std::int64_t>{1, 3, 2}));
  EXPECT_EQ(outputs.at("keys").data, (std::vector<double>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(states.at("key").data, outputs.at("keys").data);
  EXPECT_EQ(states.at("count").data, std::vector<double>{0.5});
}

}  // namespace
}  // namespace specimen::gen
