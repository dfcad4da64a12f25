#include "spec/checkpoints.h"

#include "spec/spec_support.h"

namespace specimen::gen {
namespace {

using testing::ElementsAre;

struct Mapping {
  explicit Mapping(const std::string& rules) : file("c.json", rules) {
    std::optional<Value> json = parse_json(file, diagnostics);
    if (json) mapping = CheckpointMapping::parse("keras", *json, diagnostics);
    scope.set("block", Value("bottleneck"));
    scope.set("blocks", Value(Value::List{3, 4, 6, 3}));
  }
  std::string theirs(const std::string& ours) {
    std::optional<WeightOrigin> origin = mapping->match(ours, scope, diagnostics);
    if (!origin) return "none";
    std::string result;
    for (const std::string& name : origin->theirs) result += (result.empty() ? "" : " + ") + name;
    for (const Value& step : origin->transform) result += " " + to_json(step);
    return result;
  }

  SourceFile file;
  Diagnostics diagnostics;
  std::optional<CheckpointMapping> mapping;
  Scope scope;
};

TEST(Checkpoints, CapturesAndExpressions) {
  Mapping m(R"J([
    {"ours": "stage{stage}/block{i}/{part}/conv/kernel", "theirs": "conv{stage + 1}_block{i}_{1 + ['a', 'b', 'c'].index(part)}_conv/kernel"},
    {"ours": "stage{stage}/block{i}/{part}/bn/{variable}", "theirs": "bn_{sum(blocks[:stage - 1]) + i}/{part}_{variable}", "if": "=block == 'bottleneck'"},
    {"ours": "head/{rest**}", "theirs": "top/{rest}", "transform": [{"permute": [1, 0]}, {"slice": "=[blocks[0], 4]"}]},
    {"ours": "qkv/kernel", "theirs": ["q/{block}", "k/{{x}}"], "transform": [{"concat": 1}]},
    {"ours": "{a}-{b}", "theirs": "{b}/{a}"}
  ])J");
  ASSERT_TRUE(m.mapping) << m.diagnostics.text();
  EXPECT_EQ(m.theirs("stage3/block12/b/conv/kernel"), "conv4_block12_2_conv/kernel");
  EXPECT_EQ(m.theirs("stage2/block4/a/bn/gamma"), "bn_7/a_gamma");
  EXPECT_EQ(m.theirs("head/a/b/c"), "top/a/b/c {\"permute\": [1, 0]} {\"slice\": [3, 4]}");
  EXPECT_EQ(m.theirs("qkv/kernel"), "q/bottleneck + k/{x} {\"concat\": 1}");
  EXPECT_EQ(m.theirs("x-y-z"), "y-z/x");
  EXPECT_EQ(m.theirs("stage1/conv/kernel"), "none");
  EXPECT_EQ(m.theirs("head/"), "none");
  EXPECT_EQ(m.theirs(""), "none");
  EXPECT_FALSE(m.diagnostics.has_errors()) << m.diagnostics.text();
  // A capture is text until an expression needs a number: 007 is no int.
  m.theirs("stage007/block1/a/conv/kernel");
  EXPECT_THAT(kinds(m.diagnostics), ElementsAre("expression_type"));
}

// Each step is checked where it stands, as far as its numbers are known.
TEST(Checkpoints, StepsOfTransformAreChecked) {
  const auto complaint = [](const std::string& step) {
    Mapping m(R"J([{"ours": "a", "theirs": "b", "transform": [)J" + step + "]}]");
    EXPECT_FALSE(m.mapping) << step;
    EXPECT_THAT(kinds(m.diagnostics), ElementsAre("spec_bad_value")) << step;
    return m.diagnostics.text();
  };
  using testing::HasSubstr;
  const std::string unknown = complaint(R"({"permutte": [1, 0]})");
  EXPECT_THAT(unknown, HasSubstr("there is no step `permutte`"));
  EXPECT_THAT(unknown, HasSubstr("did you mean `permute`?"));
  EXPECT_THAT(unknown, HasSubstr("c.json:1:46"));
  EXPECT_THAT(complaint("3"), HasSubstr("an object with one key"));
  EXPECT_THAT(complaint(R"({"permute": [1, 0], "slice": [0, 0, 1]})"), HasSubstr("an object with one key"));
  EXPECT_THAT(complaint(R"({"permute": [2, 0]})"), HasSubstr("takes each axis once"));
  EXPECT_THAT(complaint(R"({"permute": "[1, 0]"})"), HasSubstr("takes numbers"));
  EXPECT_THAT(complaint(R"({"permute": []})"), HasSubstr("at least one number"));
  EXPECT_THAT(complaint(R"({"reshape": [-1, 2, -1]})"), HasSubstr("one size open"));
  EXPECT_THAT(complaint(R"({"reshape": [-2]})"), HasSubstr("takes sizes"));
  EXPECT_THAT(complaint(R"({"slice": [0, 1]})"), HasSubstr("three numbers: axis, begin, end"));
  EXPECT_THAT(complaint(R"({"slice": [-1, 0, 1]})"), HasSubstr("takes an axis from 0"));
  EXPECT_THAT(complaint(R"({"slice": [0, 4, 4]})"), HasSubstr("begins at its end"));
  EXPECT_THAT(complaint(R"({"concat": [0]})"), HasSubstr("the number of an axis"));
  EXPECT_THAT(complaint(R"({"stack": -1})"), HasSubstr("from 0"));
  EXPECT_THAT(complaint(R"({"tie": 3})"), HasSubstr("takes names"));
  EXPECT_THAT(complaint(R"({"alias": []})"), HasSubstr("at least one name"));
}

TEST(Checkpoints, StepsMayHaveExpressions) {
  Mapping m(R"J([{"ours": "{name}", "theirs": "b", "transform": [
    {"permute": "=[1, 0]"}, {"reshape": ["=blocks[0]", -1]}, {"slice": [0, "=blocks[1]", "=blocks[0]"]},
    {"concat": "=blocks[3] - 3"},
    {"alias": ["='x' + name", "plain"]}, {"tie": "one"}, {"slice": [0, -4, 10]}]}])J");
  EXPECT_TRUE(m.mapping) << m.diagnostics.text();
}

TEST(Checkpoints, LayoutOfPyTorch) {
  Mapping m(R"J([{"ours": "{layer}/{variable}", "theirs": "{layer}.{torch[variable]}"}, {"layout": "torch"}])J");
  ASSERT_TRUE(m.mapping) << m.diagnostics.text();
  for (const auto& [ours, theirs] :
       {std::pair("kernel", "weight"), std::pair("bias", "bias"), std::pair("gamma", "weight"),
        std::pair("beta", "bias"), std::pair("moving_mean", "running_mean"),
        std::pair("moving_variance", "running_var"), std::pair("embeddings", "weight")})
    EXPECT_EQ(m.theirs(std::string("conv/") + ours), std::string("conv.") + theirs);
  EXPECT_EQ(m.mapping->match("conv/kernel", m.scope, m.diagnostics)->layout, CheckpointLayout::torch);
  EXPECT_TRUE(m.mapping->ignores("layer1.0.bn1.num_batches_tracked"));
  // A spec's own `torch` stands before it.
  m.scope.set("torch", Value(Value::Object{{"kernel", Value("w"), {}}}));
  EXPECT_EQ(m.theirs("conv/kernel"), "conv.w");
  Mapping plain(R"J([{"ours": "{layer}/{variable}", "theirs": "{layer}.{torch[variable]}"}])J");
  EXPECT_EQ(plain.theirs("conv/kernel"), "none");
  EXPECT_FALSE(plain.mapping->ignores("layer1.0.bn1.num_batches_tracked"));
  Mapping wrong(R"J([{"layout": "pytorch"}])J");
  EXPECT_THAT(kinds(wrong.diagnostics), ElementsAre("spec_bad_value"));
  EXPECT_THAT(wrong.diagnostics.text(), testing::HasSubstr("did you mean `torch`?"));
}

TEST(Checkpoints, ConditionsChooseRules) {
  Mapping m(
      R"J([{"ours": "{a}", "theirs": "one/{a}", "if": "=block == 'basic'"}, {"ours": "{a}", "theirs": "two/{a}"}])J");
  EXPECT_EQ(m.theirs("w"), "two/w");
  m.scope.set("block", Value("basic"));
  EXPECT_EQ(m.theirs("w"), "one/w");
}

TEST(Checkpoints, MistakesWhileMatching) {
  Mapping m(
      R"J([{"ours": "a/{p}", "theirs": "{['x'].index(p)}"}, {"ours": "b/{p}", "theirs": "b", "if": "=p"}, {"ours": "c/{p}", "theirs": ["=[p]"]}])J");
  EXPECT_EQ(m.theirs("a/y"), "none");
  EXPECT_EQ(m.theirs("b/y"), "none");
  EXPECT_EQ(m.theirs("c/y"), "none");
  EXPECT_THAT(kinds(m.diagnostics), ElementsAre("expression_index", "expression_type", "spec_wrong_type"));
}

TEST(Checkpoints, Ignored) {
  Mapping m(R"J([{"ignore": "optimizer/{rest**}"}, {"ignore": "{layer}/counter"}])J");
  EXPECT_TRUE(m.mapping->ignores("optimizer/a/b"));
  EXPECT_TRUE(m.mapping->ignores("x/counter"));
  EXPECT_FALSE(m.mapping->ignores("x/y/counter"));
  EXPECT_FALSE(m.mapping->ignores("optimizer"));
}

TEST(Checkpoints, Prefixes) {
  Mapping m(R"J([{"prefix": "bert."}, {"ours": "{a}", "theirs": "{a}.weight"}, {"ignore": "position_ids"}])J");
  ASSERT_TRUE(m.mapping) << m.diagnostics.text();
  EXPECT_THAT(m.mapping->prefixes, ElementsAre("bert."));
  EXPECT_EQ(m.theirs("x"), "x.weight");
  EXPECT_TRUE(m.mapping->ignores("position_ids"));
  EXPECT_TRUE(m.mapping->ignores("bert.position_ids"));
  EXPECT_FALSE(m.mapping->ignores("bert.bert.position_ids"));
  for (const char* bad : {R"([{"prefix": 1}])", R"([{"prefix": "a", "ours": "b"}])"})
    EXPECT_FALSE(Mapping(bad).mapping);
}

TEST(Checkpoints, HostilePatternsTakeNoLongerThanOthers) {
  std::string pattern;
  for (char c = 'a'; c <= 'z'; ++c) pattern += fmt::format("{{{}**}}a", c);
  Mapping m("[{\"ours\": \"" + pattern + "b\", \"theirs\": \"x\"}]");
  ASSERT_TRUE(m.mapping) << m.diagnostics.text();
  EXPECT_EQ(m.theirs(std::string(1000, 'a')), "none");
  EXPECT_EQ(m.theirs(std::string(1000000, 'a')), "none");
  EXPECT_EQ(m.theirs(std::string(999, 'a') + "b"), "x");
}

}  // namespace
}  // namespace specimen::gen
