#include "spec/expand.h"

#include <algorithm>
#include <random>

#include "spec/spec_support.h"

namespace specimen::gen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// The specs of the sketch.
const char* const kConvBn = R"J({
  "block": "conv_bn",
  "doc": "Convolution without bias, batch normalisation, optional activation.",
  "arguments": {
    "filters": {"type": "int", "min": 1},
    "kernel_size": {"type": "int", "default": 3},
    "strides": {"type": "int", "default": 1},
    "activation": {"type": "string", "default": "relu", "nullable": true},
    "epsilon": {"type": "float", "default": 1e-5}
  },
  "layers": [
    {"Conv2D": {"filters": "=filters", "kernel_size": "=kernel_size", "strides": "=strides", "padding": "same", "use_bias": false}, "name": "conv"},
    {"BatchNormalization": {"epsilon": "=epsilon"}, "name": "bn"},
    {"if": "=activation != null", "layers": [{"Activation": {"activation": "=activation"}, "name": "act"}]}
  ]
})J";
const char* const kBottleneck = R"J({
  "block": "bottleneck",
  "arguments": {"filters": {"type": "int"}, "strides": {"type": "int", "default": 1}, "project": {"type": "bool", "default": false}},
  "layers": [
    {"conv_bn": {"filters": "=filters", "kernel_size": 1}, "name": "a"},
    {"conv_bn": {"filters": "=filters", "strides": "=strides"}, "name": "b"},
    {"conv_bn": {"filters": "=4 * filters", "kernel_size": 1, "activation": null}, "name": "c"},
    {"if": "=project", "layers": [
      {"conv_bn": {"filters": "=4 * filters", "kernel_size": 1, "strides": "=strides", "activation": null}, "name": "shortcut", "from": "input"}
    ]},
    {"Add": {}, "from": ["c", "='shortcut' if project else 'input'"], "name": "add"},
    {"Activation": {"activation": "relu"}, "name": "relu"}
  ]
})J";
const char* const kResnet = R"J({
  "model": "resnet",
  "doc": "Residual networks, v1.5.",
  "arguments": {
    "stackwise_num_blocks": {"type": "list[int]", "default": [3, 4, 6, 3]},
    "stackwise_num_filters": {"type": "list[int]", "default": [64, 128, 256, 512]},
    "block": {"type": "block", "default": "bottleneck"},
    "classes": {"type": "int", "default": 1001},
    "image_size": {"type": "int", "default": 224, "min": 32}
  },
  "symbols": {"batch": {"max": 8}},
  "inputs": {
    "image": {"shape": ["batch", "=image_size", "=image_size", 3], "dtype": "float32",
              "from_image": {"library": "tf_models", "resize_short_side": "=image_size * 8 // 7", "crop": "center", "mean": [123.68, 116.78, 103.94]}}
  },
  "layers": [
    {"conv_bn": {"filters": 64, "kernel_size": 7, "strides": 2}, "name": "stem"},
    {"MaxPooling2D": {"pool_size": 3, "padding": "same"}, "name": "pool"},
    {"for": "stage", "in": "=range(len(stackwise_num_blocks))", "layers": [
      {"for": "i", "in": "=range(stackwise_num_blocks[stage])", "layers": [
        {"=block": {"filters": "=stackwise_num_filters[stage]", "strides": "=2 if i == 0 and stage > 0 else 1", "project": "=i == 0"},
         "name": "stage{stage + 1}/block{i + 1}"}
      ]}
    ]},
    {"GlobalAveragePooling2D": {}, "name": "avg_pool"},
    {"Dense": {"units": "=classes"}, "name": "logits"}
  ],
  "outputs": {"logits": {"from": "logits", "labels": "imagenet_1001"}},
  "variants": {
    "resnet50": {},
    "resnet101": {"stackwise_num_blocks": [3, 4, 23, 3]}
  },
  "checkpoints": {
    "keras": [
      {"ours": "stage{stage}/block{i}/{part}/conv/kernel", "theirs": "conv{stage + 1}_block{i}_{1 + ['a', 'b', 'c'].index(part)}_conv/kernel"}
    ]
  }
})J";

std::vector<std::pair<std::string, std::string>> sketch() {
  return {{"conv_bn", kConvBn}, {"bottleneck", kBottleneck}, {"resnet", kResnet}};
}

TEST(Expand, TheSketchsResnet) {
  SpecRun run(sketch(), "resnet50");
  ASSERT_TRUE(run.expansion) << run.messages();
  EXPECT_EQ(run.messages(), "");
  // 53 convolutions with normalisation, 33 activations before an addition or in the stem, 16 additions and activations
  // after them, pool, mean, dense.
  EXPECT_EQ(run.sink.calls.size(), 53u + 53u + 33u + 16u + 16u + 3u);
  EXPECT_EQ(run.sink.lines[0], "symbol batch 8");
  EXPECT_EQ(
      run.sink.lines[1],
      R"J(input image float32 (batch, 224, 224, 3) {"from_image": {"library": "tf_models", "interpolation": "bilinear", "resize_short_side": 256, "mean": [123.68, 116.78, 103.94]}})J");
  EXPECT_EQ(run.sink.lines.back(), R"J(output logits 174 {"labels": "imagenet_1001"})J");
  EXPECT_EQ(to_string(run.sink.shapes.back()), "(batch, 1001)");
  EXPECT_THAT(run.layers(), testing::Contains("stage4/block3/c/conv"));
  EXPECT_EQ(run.sink.depth, 0);
  EXPECT_EQ(
      to_json(run.expansion->arguments),
      R"J({"stackwise_num_blocks": [3, 4, 6, 3], "stackwise_num_filters": [64, 128, 256, 512], "block": "bottleneck", "classes": 1001, "image_size": 224})J");
  SpecRun larger(sketch(), "resnet101");
  EXPECT_EQ(larger.sink.calls.size(), run.sink.calls.size() + 17 * 10);
}

TEST(Expand, ScopesMirrorTheSpec) {
  SpecRun run(sketch(), "resnet",
              {"stackwise_num_blocks=[2]", "stackwise_num_filters=[8]", "classes=10", "image_size=32"});
  ASSERT_TRUE(run.expansion) << run.messages();
  EXPECT_THAT(
      std::vector<std::string>(run.sink.lines.begin() + 2, run.sink.lines.begin() + 18),
      ElementsAre("block stem stem conv_bn", "  stem/conv Conv2D <- 0", "  stem/bn BatchNormalization <- 1",
                  "  stem/act Activation <- 2", "pool MaxPooling2D <- 3", "repeat stage  ", "  iteration 0  ",
                  "    repeat i  ", "      iteration 0  ", "        block stage1/block1 stage1/block1 bottleneck",
                  "          block a stage1/block1/a conv_bn", "            stage1/block1/a/conv Conv2D <- 4",
                  "            stage1/block1/a/bn BatchNormalization <- 5",
                  "            stage1/block1/a/act Activation <- 6", "          block b stage1/block1/b conv_bn",
                  "            stage1/block1/b/conv Conv2D <- 7"));
}

TEST(Expand, ArgumentsOfALayerAreCompleteAndTyped) {
  SpecRun run = run_layers(
      R"J({"Conv2D": {"filters": "=2 * 4", "strides": [2, 1]}, "name": "y"}, {"BatchNormalization": {"epsilon": 1}, "name": "bn"})J");
  ASSERT_TRUE(run.expansion) << run.messages();
  const LayerCall& conv = run.sink.calls[0];
  EXPECT_EQ(conv.arguments.size(), 6u);
  EXPECT_EQ(conv.integer("filters"), 8);
  EXPECT_EQ(conv.text("padding"), "valid");
  EXPECT_TRUE(conv.flag("use_bias"));
  EXPECT_TRUE(conv.value("activation").is_null());
  EXPECT_TRUE(conv.find("filters")->given);
  EXPECT_FALSE(conv.find("padding")->given);
  EXPECT_EQ(conv.find("none"), nullptr);
  EXPECT_TRUE(conv.value("none").is_null());
  EXPECT_EQ(conv.integers("strides", 2, run.diagnostics), (std::vector<std::int64_t>{2, 1}));
  EXPECT_EQ(conv.integers("kernel_size", 2, run.diagnostics), (std::vector<std::int64_t>{3, 3}));
  EXPECT_FALSE(conv.integers("strides", 3, run.diagnostics));
  EXPECT_THAT(kinds(run.diagnostics), ElementsAre("argument_wrong_type"));
  EXPECT_EQ(pointed(run.diagnostics), "[2, 1]");
  // An int where a float is declared is one.
  EXPECT_TRUE(run.sink.calls[1].value("epsilon").is(Value::Kind::number));
}

TEST(Expand, ExpressionsReadShapes) {
  SpecRun run = run_layers(R"J({"Conv2D": {"filters": 6, "name": 1}, "name": "c"})J");
  EXPECT_FALSE(run.expansion);
  SpecRun good = run_layers(R"J(
    {"Conv2D": {"filters": "=input.shape[3] * 2"}, "name": "c"},
    {"Dense": {"units": "=c.shape[1] * x.shape[2]"}, "name": "d"},
    {"Reshape": {"target_shape": "=[c.shape[0] * 4, c.shape[3]]"}, "name": "y"})J");
  ASSERT_TRUE(good.expansion) << good.messages();
  EXPECT_EQ(good.sink.calls[0].integer("filters"), 6);
  EXPECT_EQ(good.sink.calls[1].integer("units"), 64);
  EXPECT_EQ(to_json(good.sink.calls[2].value("target_shape")), R"J(["4 * batch", 6])J");
}

TEST(Expand, LetForIfElse) {
  SpecRun run = run_layers(R"J(
    {"let": {"n": "=len(widths)", "last": "=n - 1"}},
    {"for": "w", "in": "=widths", "layers": [
      {"let": {"unit": "=w * 2"}},
      {"if": "=w > 1", "layers": [{"Dense": {"units": "=unit"}, "name": "wide{w}"}], "else": [{"Dense": {"units": 1}, "name": "narrow{w}"}]}
    ]},
    {"let": {"n": 5}, "layers": [{"Dense": {"units": "=n"}, "name": "scoped"}]},
    {"for": "o", "in": [{"k": 1}, {"k": "=n"}], "layers": [{"Dense": "={'units': o.k}", "name": "o{o['k']}"}]},
    {"Dense": {"units": "=last + n"}, "name": "y"})J",
                           R"J("arguments": {"widths": {"type": "list[int]", "default": [1, 2, 3]}}, )J");
  ASSERT_TRUE(run.expansion) << run.messages();
  EXPECT_THAT(run.layers(), ElementsAre("narrow1", "wide2", "wide3", "scoped", "o1", "o3", "y"));
  std::vector<std::int64_t> units;
  for (const LayerCall& call : run.sink.calls) units.push_back(call.integer("units"));
  EXPECT_THAT(units, ElementsAre(1, 4, 6, 5, 1, 3, 5));
}

TEST(Expand, NamesAreMadeAsKerasMakesThem) {
  SpecRun run = run_layers(
      R"J({"Conv2D": {"filters": 1}}, {"Conv2D": {"filters": 1}, "name": "conv2d_1"}, {"Conv2D": {"filters": 1}},
                          {"GlobalAveragePooling2D": {}}, {"Dense": {"units": 1}, "name": "y"})J");
  ASSERT_TRUE(run.expansion) << run.messages();
  EXPECT_THAT(run.layers(), ElementsAre("conv2d", "conv2d_1", "conv2d_2", "global_average_pooling2d", "y"));
}

const char* const kTwo =
    R"J({"block": "two", "inputs": ["a", "b"], "outputs": {"sum": "plus", "difference": {"from": "minus", "if": "=both"}},
  "arguments": {"both": {"type": "bool", "default": true}},
  "layers": [{"Add": {}, "from": ["a", "b"], "name": "plus"}, {"Subtract": {}, "from": ["input", "b"], "name": "minus"}]})J";

TEST(Expand, BlocksWithNamedInputsAndOutputs) {
  SpecRun run(Texts{{"two", kTwo}, {"m", model_text(R"J(
    {"Dense": {"units": 3}, "name": "p"}, {"Dense": {"units": 3}, "name": "q"},
    {"two": {}, "name": "t", "from": {"b": "q", "a": "p"}},
    {"two": {}, "name": "u", "from": ["t/sum", "t/difference"]},
    {"two": {"both": false}, "name": "v", "from": ["u/sum", "u/difference"]},
    {"Dense": {"units": 2}, "name": "y"})J")}});
  ASSERT_TRUE(run.expansion) << run.messages();
  EXPECT_THAT(run.sink.lines, testing::IsSupersetOf({"  t/plus Add <- 1 2", "  t/minus Subtract <- 1 2",
                                                     "  u/plus Add <- 3 4", "  v/plus Add <- 5 6", "y Dense <- 7"}));
}

TEST(Expand, LayersWithSeveralOutputs) {
  SpecRun run = run_layers(
      R"J({"Split": {}, "name": "s"}, {"Add": {}, "from": ["s/0", "s/1"], "name": "y"}, {"Constant": {"value": 2}, "name": "k"})J");
  ASSERT_TRUE(run.expansion) << run.messages();
  EXPECT_THAT(run.sink.lines, testing::IsSupersetOf({"y Add <- 1 2", "k Constant <-"}));
}

TEST(Expand, FunctionsOfOneModel) {
  const std::string body = R"J("layers": [{"Dense": {"units": "=n"}, "name": "d"}], "outputs": {"y": "d"}})J";
  const std::string two =
      R"J({"model": "m", "arguments": {"n": {"type": "int", "default": 3}}, "symbols": {"b": {"max": 8}}, "functions": {
      "first": {"doc": "One.", "inputs": {"x": {"shape": ["b", 4]}}, )J" +
      body + R"J(,
      "second": {"inputs": {"z": {"shape": ["b", 4]}}, )J" +
      body + "}}";
  SpecRun run(Texts{{"m", two}});
  EXPECT_TRUE(run.expansion) << run.messages();
  EXPECT_THAT(run.sink.lines, ElementsAre("symbol b 8", "function first: One.", "input x float32 (b, 4) {}",
                                          "d Dense <- 0", "output y 1 {}", "function second: ",
                                          "input z float32 (b, 4) {}", "d Dense <- 2", "output y 3 {}"));
  // As a block it would have to be one of them.
  SpecRun used(Texts{
      {"m", two}, {"whole", R"J({"model": "whole", "symbols": {"b": {"max": 8}}, "inputs": {"x": {"shape": ["b", 4]}},
      "layers": [{"m": {}, "name": "y"}], "outputs": {"y": "y"}})J"}});
  EXPECT_THAT(kinds(used.diagnostics), ElementsAre("spec_bad_value")) << used.messages();
}

TEST(Expand, StatesBelongToTheBlockThatDeclaresThem) {
  SpecRun run(Texts{{"cell", R"J({"block": "cell", "arguments": {"n": {"type": "int"}},
    "state": {"held": {"shape": ["batch", "past", "=n"], "initial_value": 0.5}},
    "inputs": ["x"], "layers": [{"Add": {}, "from": ["held", "x"], "name": "sum"}]})J"},
                    {"m", R"J({"model": "m", "symbols": {"batch": {"max": 8}, "past": {"max": 4}},
    "state": {"count": {"shape": [1], "owner": "model"}}, "functions": {
    "first": {"inputs": {"x": {"shape": ["batch", "past", 3]}},
              "layers": [{"cell": {"n": 3}, "name": "a"}, {"cell": {"n": 3}, "name": "b"}], "outputs": {"b": "b"}},
    "second": {"inputs": {"x": {"shape": ["batch", "past", 3]}},
               "layers": [{"cell": {"n": 3}, "name": "b"}], "outputs": {"b": "b", "count": "count"}}}})J"}});
  EXPECT_TRUE(run.expansion) << run.messages();
  EXPECT_THAT(run.sink.lines, ::testing::IsSupersetOf({
                                  std::string("state count (1) of the model, 0"),
                                  std::string("  state a/held (batch, past, 3) of the context, 0.5"),
                                  std::string("  state b/held (batch, past, 3) of the context, 0.5"),
                              }));
  EXPECT_EQ(std::count(run.sink.lines.begin(), run.sink.lines.end(), "state count (1) of the model, 0"), 2);
}

// An edit acts in every function, and must act in one.
TEST(Expand, EditsOfAModelWithFunctions) {
  const char* two = R"J({"model": "m", "symbols": {"b": {"max": 8}}, "functions": {
      "first": {"inputs": {"x": {"shape": ["b", 4]}}, "layers": [{"Dense": {"units": 2}, "name": "d"}], "outputs": {"y": "d"}},
      "second": {"inputs": {"x": {"shape": ["b", 4]}},
        "layers": [{"Dense": {"units": 2}, "name": "d"}, {"Dense": {"units": 5}, "name": "e"}], "outputs": {"y": "e"}}}})J";
  const auto edited = [&](const std::string& at) {
    return SpecRun(Texts{
        {"m", two},
        {"mine", R"J({"extends": "m", "model": "mine", "edit": [{"set": {"units": 3}, "at": ")J" + at + "\"}]}"}});
  };
  SpecRun both = edited("d");
  ASSERT_TRUE(both.expansion) << both.messages();
  EXPECT_EQ(both.sink.calls[0].integer("units"), 3);
  EXPECT_EQ(both.sink.calls[1].integer("units"), 3);
  SpecRun one = edited("e");
  ASSERT_TRUE(one.expansion) << one.messages();
  EXPECT_EQ(one.sink.calls[2].integer("units"), 3);
  EXPECT_FALSE(edited("f").expansion);
}

TEST(Expand, AModelUsedAsABlock) {
  auto texts = sketch();
  texts.push_back(
      {"head", R"J({"model": "head", "symbols": {"n": {"max": 4}}, "inputs": {"photo": {"shape": ["n", 64, 64, 3]}},
    "layers": [{"resnet101": {"stackwise_num_blocks": [1], "image_size": 64, "classes": 5}, "name": "backbone"}, {"Dense": {"units": 2}, "name": "y"}],
    "outputs": {"y": {}}})J"});
  SpecRun run(texts);
  ASSERT_TRUE(run.expansion) << run.messages();
  EXPECT_THAT(run.sink.lines, testing::Contains("model backbone backbone resnet"));
  EXPECT_THAT(run.layers(), testing::Contains("backbone/stage1/block1/a/conv"));
  EXPECT_EQ(to_string(run.sink.shapes.back()), "(n, 2)");

  texts.back().second.replace(texts.back().second.find("\"image_size\": 64"), 16, "\"image_size\": 96");
  SpecRun wrong(texts);
  EXPECT_THAT(kinds(wrong.diagnostics), ElementsAre("input_shape"));
  EXPECT_THAT(wrong.messages(), HasSubstr("takes (n, 96, 96, 3), not (n, 64, 64, 3)"));
}

TEST(Expand, ModelsAsBlocksReadTheirSymbolsOffTheirInputs) {
  std::string inner =
      R"J({"model": "inner", "symbols": {"b": {"max": 4}, "s": {"max": 9}}, "inputs": {"x": {"shape": ["b", "s", 8, "s - 5"]}},
    "layers": [{"Reshape": {"target_shape": "=[b, s * 2]"}, "name": "y"}], "outputs": ["y"]})J";
  SpecRun run(Texts{{"inner", inner}, {"m", model_text(R"J({"inner": {}, "name": "y"})J")}});
  ASSERT_TRUE(run.expansion) << run.messages();
  EXPECT_EQ(to_json(run.sink.calls[0].value("target_shape")), R"J(["batch", 16])J");
  inner.replace(inner.find("\"s\", 8"), 6, "\"s + 1\", 8");
  SpecRun unbound(Texts{{"inner", inner}, {"m", model_text(R"J({"inner": {}, "name": "y"})J")}});
  EXPECT_THAT(kinds(unbound.diagnostics), ElementsAre("input_shape"));
  EXPECT_THAT(unbound.messages(), HasSubstr("`s` of model inner stands alone in no input's shape"));
}

TEST(Expand, SharedWeights) {
  std::string tower =
      R"J({"block": "tower", "layers": [{"Dense": {"units": 3}, "name": "a"}, {"Dense": {"units": 3}, "name": "b", "weights_of": "a"}]})J";
  SpecRun run(Texts{
      {"tower", tower},
      {"m",
       model_text(R"J({"tower": {}, "name": "left"}, {"tower": {}, "name": "right", "from": "x", "weights_of": "left"},
    {"Dense": {"units": 3}, "name": "y", "weights_of": "right/b"})J")}});
  ASSERT_TRUE(run.expansion) << run.messages();
  // Of a chain, the first use owns the weights.
  EXPECT_THAT(run.sink.lines,
              testing::IsSupersetOf({"  left/a Dense <- 0", "  left/b Dense <- 1 weights of left/a",
                                     "  right/a Dense <- 0 weights of left/a", "  right/b Dense <- 3 weights of left/a",
                                     "y Dense <- 4 weights of left/a"}));
}

TEST(Expand, WeightsOfNothingAreItsOwn) {
  SpecRun run(Texts{{"m", model_text(R"J({"for": "i", "in": "=range(3)", "layers": [
    {"Dense": {"units": 3}, "name": "d{i}", "weights_of": "='d0' if i > 0 else null"}]}, {"Dense": {"units": 1}, "name": "y"})J")}});
  ASSERT_TRUE(run.expansion) << run.messages();
  EXPECT_THAT(run.sink.lines, testing::IsSupersetOf({"    d0 Dense <- 0", "    d1 Dense <- 1 weights of d0"}));
}

TEST(Expand, OptionalInputsAreLeftOut) {
  const std::string sum =
      R"J({"block": "total", "inputs": {"a": {}, "b": {}, "c": {"optional": true}}, "layers": [{"Add": {}, "from": ["a", "b", "c"], "name": "s"}]})J";
  const std::string outer =
      R"J({"block": "outer", "inputs": {"a": {}, "c": {"optional": true, "doc": "more"}}, "layers": [{"total": {}, "from": ["a", "a", "c"], "name": "t"}]})J";
  SpecRun run(Texts{{"total", sum},
                    {"outer", outer},
                    {"m", model_text(R"J({"outer": {}, "name": "p"}, {"outer": {}, "name": "q", "from": ["x", "p"]},
    {"total": {}, "name": "r", "from": {"b": "p", "a": "q"}}, {"total": {}, "name": "y", "from": {"c": "r", "b": "p", "a": "q"}})J")}});
  ASSERT_TRUE(run.expansion) << run.messages();
  EXPECT_THAT(run.sink.lines, testing::IsSupersetOf({"    p/t/s Add <- 0 0", "    q/t/s Add <- 0 0 1",
                                                     "  r/s Add <- 2 1", "  y/s Add <- 2 1 3"}));
  for (const char* wrong :
       {R"J({"total": {}, "name": "y"})J", R"J({"total": {}, "name": "y", "from": ["x", "x", "x", "x"]})J",
        R"J({"total": {}, "name": "y", "from": {"a": "x", "c": "x"}})J"}) {
    SpecRun bad(Texts{{"total", sum}, {"m", model_text(wrong)}});
    EXPECT_THAT(kinds(bad.diagnostics), ElementsAre("input_count")) << wrong;
  }
  SpecRun order(Texts{{"b", R"J({"block": "b", "inputs": {"a": {"optional": true}, "b": {}}, "layers": []})J"},
                      {"m", model_text(R"J({"b": {}, "name": "y"})J")}});
  EXPECT_THAT(kinds(order.diagnostics), testing::Contains("spec_bad_value"));
}

TEST(Expand, KerassLayersThatAreMissingSayWhatToWrite) {
  SpecRun run = run_layers(R"J({"Conv1DTranspose": {}, "name": "y"})J");
  EXPECT_THAT(kinds(run.diagnostics), ElementsAre("layer_unknown"));
  EXPECT_THAT(run.messages(), HasSubstr("it is not there yet"));
  EXPECT_THAT(run.messages(), testing::Not(HasSubstr("did you mean")));
}

TEST(Expand, ConditionalOutputs) {
  std::string outputs =
      R"J({"y": {"if": "=not raw", "kind": "={'a': 1}['b'] if raw else 'logits'"}, "z": {"from": "y", "if": "=raw"}})J";
  SpecRun run(Texts{{"m", model_text(R"J({"Dense": {"units": 1}, "name": "y"})J",
                                     R"J("arguments": {"raw": {"type": "bool", "default": false}}, )J", outputs)}});
  ASSERT_TRUE(run.expansion) << run.messages();
  EXPECT_EQ(run.sink.lines.back(), R"J(output y 1 {"kind": "logits"})J");
  EXPECT_FALSE(run.library.find_model("none", run.diagnostics));
  SpecRun raw(Texts{{"m", model_text(R"J({"Dense": {"units": 1}, "name": "y"})J",
                                     R"J("arguments": {"raw": {"type": "bool", "default": false}}, )J", outputs)}},
              "m", {"raw=true"});
  EXPECT_EQ(raw.sink.lines.back(), "output z 1 {}");
}

TEST(Expand, DefaultsReadEarlierArgumentsAndLets) {
  SpecRun run = run_layers(
      R"J({"Dense": {"units": "=twice + more"}, "name": "y"})J",
      R"J("arguments": {"n": {"type": "int", "default": 3}, "more": {"type": "int", "default": "=n + 1"}}, "let": {"twice": "=2 * n"}, )J");
  ASSERT_TRUE(run.expansion) << run.messages();
  EXPECT_EQ(run.sink.calls[0].integer("units"), 10);
  EXPECT_EQ(to_json(run.expansion->let), R"J({"twice": 6})J");
  EXPECT_EQ(run.expansion->scope().find("more")->integer(), 4);
}

TEST(Expand, ConstraintsAreLessOrEqual) {
  SpecRun run(Texts{
      {"m",
       R"J({"model": "m", "symbols": {"past": {"max": 1024}, "tokens": {"max": "=2 * 512"}}, "constraints": ["past + tokens <= 1024", "past > 1", "past == tokens"],
    "inputs": {"x": {"shape": ["past", "tokens"]}}, "layers": [{"Dense": {"units": 1}, "name": "y"}], "outputs": ["y"]})J"}});
  ASSERT_TRUE(run.expansion) << run.messages();
  ASSERT_EQ(run.expansion->constraints.size(), 4u);
  EXPECT_EQ(run.expansion->constraints[0].less.text(), "past + tokens");
  EXPECT_EQ(run.expansion->constraints[0].more.text(), "1024");
  EXPECT_EQ(run.expansion->constraints[1].less.text(), "2");
  EXPECT_EQ(run.expansion->symbols[1].second, 1024);
}

// With a maximum of 8 and 8, 16 is the most that their sum can be; the maximum may follow from an argument.
TEST(Expand, ConstraintsThatMaximaAllow) {
  auto accepted = [](const std::string& constraint, const std::string& maximum) {
    SpecRun run(Texts{{"m", R"J({"model": "m", "arguments": {"most": {"type": "int", "default": 8}},
        "symbols": {"past": {"max": )J" +
                                maximum + R"J(}, "tokens": {"max": 8}}, "constraints": [")J" + constraint +
                                R"J("], "inputs": {"x": {"shape": ["past", "tokens"]}},
        "layers": [{"Dense": {"units": 1}, "name": "y"}], "outputs": ["y"]})J"}});
    return run.expansion.has_value();
  };
  for (const char* maximum : {"8", "\"=most\""}) {
    for (const char* may : {"past >= 8", "past == 8", "past + tokens == 16", "past < tokens", "past >= tokens + 8"})
      EXPECT_TRUE(accepted(may, maximum)) << may;
    for (const char* never : {"past > 8", "past == 9", "past + tokens > 16", "past > tokens + 8", "9 <= past"})
      EXPECT_FALSE(accepted(never, maximum)) << never;
  }
}

SpecRun run_constraints(const std::string& constraints) {
  return SpecRun(Texts{
      {"m", R"J({"model": "m", "symbols": {"a": {"max": 8}, "b": {"max": 8}, "c": {"max": 8}}, "constraints": [)J" +
                constraints + R"J(], "inputs": {"x": {"shape": ["a + 1", "b + 1"]}},
        "layers": [{"Dense": {"units": 1}, "name": "y"}], "outputs": ["y"]})J"}});
}

// Bounds on one expression, however it is written.
TEST(Expand, ConstraintsThatContradictEachOther) {
  const std::pair<const char*, const char*> contradictions[] = {
      {"a <= 3", "a > 3"},     {"a == 2", "a == 5"}, {"a + b <= 4", "a + b >= 9"}, {"b + a == 4", "a > 8 - b"},
      {"a < b", "b <= a - 2"}, {"a < b", "b == a"},  {"a // 2 > 2", "a // 2 < 2"}, {"b + 1 <= a", "b > 2 * a - a"}};
  for (const auto& [one, other] : contradictions) {
    for (const auto& [first, second] : {std::pair(one, other), std::pair(other, one)}) {
      EXPECT_TRUE(run_constraints(fmt::format("\"{}\"", first)).expansion) << first;
      const SpecRun both = run_constraints(fmt::format("\"{}\",\n\"{}\"", first, second));
      EXPECT_FALSE(both.expansion) << first << ", " << second;
      EXPECT_THAT(both.messages(), HasSubstr(fmt::format("m.json:2:1: error: `{}` can never hold beside `{}` "
                                                         "[constraint_invalid]",
                                                         second, first)));
      EXPECT_THAT(both.messages(), HasSubstr("leave one out, or fix its numbers (m.json:1:"));
    }
  }
}

// No two of them contradict each other.
TEST(Expand, ConstraintsThatContradictAllTheOthers) {
  const std::vector<std::vector<std::string>> systems = {
      {"a < b", "b < c", "c < a"},
      {"a < b", "b < c", "c <= 1"},
      {"a + 3 <= b", "b + 3 <= c", "c <= a + 5"},
      {"a + b <= 3", "b + c <= 3", "a + c >= 7"},
      {"2 * a <= 5", "a + b >= 7", "b <= 4"},
      {"a == b", "b == c", "a + 1 == c"},
  };
  for (std::vector<std::string> system : systems) {
    std::sort(system.begin(), system.end());
    do {
      const auto text = [](const std::vector<std::string>& list) {
        std::string text;
        for (const std::string& one : list) text += (text.empty() ? "\"" : ", \"") + one + "\"";
        return text;
      };
      EXPECT_FALSE(run_constraints(text(system)).expansion) << text(system);
      EXPECT_THAT(run_constraints(text(system)).messages(), HasSubstr("can never hold beside"));
      for (std::size_t i = 0; i < system.size(); ++i) {
        std::vector<std::string> rest = system;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_TRUE(run_constraints(text(rest)).expansion) << text(rest);
      }
    } while (std::next_permutation(system.begin(), system.end()));
  }
}

// A system that a point within the maxima fulfils is accepted: random sums of symbols, with the room that the point
// has.
TEST(Expand, ConstraintsOfAPointHoldTogether) {
  std::mt19937 random(1);
  auto pick = [&](int low, int high) {
    return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
  };
  for (int system = 0; system < 200; ++system) {
    const int point[] = {pick(0, 8), pick(0, 8), pick(0, 8)};
    std::string text;
    for (int i = 0; i < 6; ++i) {
      std::string sum;
      int value = 0;
      for (int s = 0; s < 3; ++s) {
        const int factor = pick(-2, 2);
        value += factor * point[s];
        sum += fmt::format("{}({}) * {}", s ? " + " : "", factor, "abc"[s]);
      }
      text += fmt::format("{}\"{} <= {}\"", i ? ", " : "", sum, value + pick(0, 2));
    }
    EXPECT_TRUE(run_constraints(text).expansion) << text;
  }
}

// The largest system that is read is refused in no time.
TEST(Expand, ManyConstraintsOfManySymbols) {
  std::string symbols, constraints;
  for (int i = 0; i < 100; ++i) {
    symbols += fmt::format("{}\"s{}\": {{\"max\": 2147483648}}", i ? ", " : "", i);
    constraints += fmt::format("{}\"s{} < s{}\"", i ? ", " : "", i, (i + 1) % 100);
  }
  const SpecRun run(
      Texts{{"m", R"J({"model": "m", "symbols": {)J" + symbols + R"J(}, "constraints": [)J" + constraints +
                      R"J(], "inputs": {"x": {"shape": ["s0 + 1", 2]}},
        "layers": [{"Dense": {"units": 1}, "name": "y"}], "outputs": ["y"]})J"}});
  EXPECT_FALSE(run.expansion);
}

// What some values of the symbols allow, found by trying them all, is accepted.
TEST(Expand, ConstraintsThatHoldTogether) {
  const std::vector<std::string> texts = {"a <= 3",     "a > 3",      "a == 2",         "a + b <= 4",
                                          "a + b >= 9", "b + a == 4", "a < b",          "b == a",
                                          "a // 2 > 2", "a // 2 < 2", "2 * a <= b - 7", "a * b > 20"};
  for (const std::string& one : texts) {
    for (const std::string& other : texts) {
      std::vector<Constraint> constraints;
      for (const std::string& text : {one, other}) {
        const SpecRun alone = run_constraints('"' + text + '"');
        ASSERT_TRUE(alone.expansion) << text << alone.messages();
        constraints.insert(constraints.end(), alone.expansion->constraints.begin(), alone.expansion->constraints.end());
      }
      bool holds = false;
      for (std::int64_t value = 0; value < 81; ++value) {
        const Dim::Bindings values = {{"a", value / 9}, {"b", value % 9}};
        holds = holds || std::all_of(constraints.begin(), constraints.end(), [&](const Constraint& c) {
                  return *c.less.evaluate(values) <= *c.more.evaluate(values);
                });
      }
      const SpecRun both = run_constraints('"' + one + "\", \"" + other + '"');
      EXPECT_TRUE(both.expansion || !holds) << both.messages();
    }
  }
}

TEST(Settings, ValuesAsShellsGiveThem) {
  Sources sources;
  Diagnostics d;
  auto value = [&](const char* text) {
    auto entry = parse_setting(text, sources, d);
    return entry ? entry->key + ": " + to_json(entry->value) : "none";
  };
  EXPECT_EQ(value("classes=37"), "classes: 37");
  EXPECT_EQ(value("block=basic"), R"J(block: "basic")J");
  EXPECT_EQ(value("alpha = 0.5"), "alpha: 0.5");
  EXPECT_EQ(value("widths=[1, 2]"), "widths: [1, 2]");
  EXPECT_EQ(value("activation=null"), "activation: null");
  EXPECT_EQ(value("text=\"37\""), R"J(text: "37")J");
  EXPECT_EQ(value("n==2 * 3"), "n: 6");
  EXPECT_EQ(value("a=b=c"), R"J(a: "b=c")J");
  EXPECT_EQ(value("empty="), R"J(empty: "")J");
  EXPECT_FALSE(d.has_errors());
  for (const char* bad : {"classes", "=3", "a b=3", "", "1a=2"}) {
    Diagnostics e;
    EXPECT_FALSE(parse_setting(bad, sources, e)) << bad;
    EXPECT_THAT(kinds(e), ElementsAre("argument_malformed")) << bad;
  }
  Diagnostics e;
  EXPECT_FALSE(parse_setting("widths=[1, 2", sources, e));
  EXPECT_FALSE(parse_setting("n==1 +", sources, e));
  EXPECT_FALSE(parse_setting("n==m", sources, e));
  EXPECT_THAT(kinds(e), ElementsAre("json_syntax", "expression_syntax", "expression_unknown_name"));
}

TEST(Settings, AreCheckedLikeOtherArguments) {
  SpecRun run(sketch(), "resnet50", {"image_size=16"});
  EXPECT_THAT(run.messages(), HasSubstr("--set image_size:1:1: error: `image_size` of model resnet50 is at least 32, "
                                        "not 16 [argument_out_of_range]"));
  SpecRun unknown(sketch(), "resnet50", {"clases=16"});
  EXPECT_THAT(unknown.messages(), HasSubstr("did you mean `classes`?"));
  SpecRun block(sketch(), "resnet50", {"block=botleneck"});
  EXPECT_THAT(kinds(block.diagnostics), ElementsAre("block_unknown"));
  EXPECT_THAT(block.messages(), HasSubstr("did you mean `bottleneck`?"));
}

TEST(Expand, IsTheSameEveryTime) {
  SpecRun a(sketch(), "resnet50"), b(sketch(), "resnet50");
  EXPECT_EQ(a.sink.lines, b.sink.lines);
}

TEST(Expand, ASinksRefusalStopsIt) {
  SpecRun run = run_layers(R"J({"Broken": {}, "name": "b"}, {"Dense": {"units": 1}, "name": "y"})J");
  EXPECT_FALSE(run.expansion);
  EXPECT_EQ(run.sink.calls.size(), 1u);
  EXPECT_THAT(kinds(run.diagnostics), ElementsAre("layer_shape"));
}

}  // namespace
}  // namespace specimen::gen
