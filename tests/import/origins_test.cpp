// Where the tensors of variants come from, and where Keras keeps them: models of specs/, edited.
#include "import/origins.h"

#include <gmock/gmock.h>

#include "base/runtime.h"
#include "graph/build.h"
#include "graph/layers/layer.h"
#include "import/keras_places.h"
#include "import/load_rule.h"
#include "runtime/core/safetensors_writer.h"
#include "samples.h"

namespace specimen::gen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Variant {
  explicit Variant(const std::string& spec, const std::string& name = "mine")
      : library({std::string(SPECIMEN_SOURCE_DIR) + "/specs"}, layer_table()) {
    if (!spec.empty()) library.add_text("mine.json", spec);
    open(name);
  }
  void open(const std::string& name) {
    const auto choice = library.find_model(name, diagnostics);
    ASSERT_TRUE(choice) << diagnostics.text();
    Expansion expansion;
    graph = build_graph(library, *choice, {}, diagnostics, &expansion);
    ASSERT_TRUE(graph) << diagnostics.text();
    origins = Origins::of(library, *choice, *graph, expansion, diagnostics);
    ASSERT_TRUE(origins) << diagnostics.text();
  }
  // Our name -> theirs; "" for what has no origin.
  std::map<std::string, std::string> theirs(const std::string& kind) {
    std::map<std::string, std::string> names;
    const auto wanted = origins->wanted(kind, *graph, diagnostics);
    EXPECT_TRUE(wanted) << diagnostics.text();
    if (!wanted) return names;
    for (const WantedTensor& tensor : *wanted) names[tensor.ours] = tensor.theirs.empty() ? "" : tensor.theirs[0];
    return names;
  }

  Library library;
  Diagnostics diagnostics;
  std::optional<Graph> graph;
  std::optional<Origins> origins;
};

std::string spec(const std::string& base, const std::string& rest) {
  return R"J({"extends": ")J" + base + R"J(", "model": "mine", )J" + rest + "}";
}

// The layout of PyTorch turns kernels by their layers' kinds, and nothing else.
TEST(Origins, LayoutOfPyTorch) {
  Variant mine(R"J({"model": "mine", "symbols": {"batch": {"max": 2}},
    "inputs": {"image": {"shape": ["batch", 8, 8, 4], "dtype": "float32"}},
    "layers": [
      {"Conv2D": {"filters": 6, "kernel_size": 3, "groups": 2}, "name": "conv"},
      {"DepthwiseConv2D": {"kernel_size": 3}, "name": "depthwise"},
      {"BatchNormalization": {}, "name": "bn"},
      {"GlobalAveragePooling2D": {}},
      {"Dense": {"units": 3}, "name": "first"},
      {"Dense": {"units": 3}, "name": "second"}],
    "outputs": {"second": {"from": "second"}},
    "checkpoints": {"torch": [{"layout": "torch"},
      {"ours": "second/{variable}", "theirs": "second.{variable}", "transform": [{"reshape": [3, 3]}]},
      {"ours": "{layer}/{variable}", "theirs": "{layer}.{torch[variable]}",
       "transform": [{"alias": ["=layer"]}]}]}})J");
  const auto wanted = mine.origins->wanted("torch", *mine.graph, mine.diagnostics);
  ASSERT_TRUE(wanted) << mine.diagnostics.text();
  const std::map<std::string, std::vector<std::int64_t>> permutations = {
      {"conv/kernel", {2, 3, 1, 0}}, {"depthwise/kernel", {2, 3, 0, 1}}, {"first/kernel", {1, 0}}};
  for (const WantedTensor& tensor : *wanted) {
    if (tensor.ours.starts_with("second/")) {
      ASSERT_EQ(tensor.transforms.size(), 1u) << tensor.ours;
      EXPECT_EQ(tensor.transforms[0].op, Transform::Op::reshape);
      continue;
    }
    const auto permutation = permutations.find(tensor.ours);
    ASSERT_EQ(tensor.transforms.size(), permutation == permutations.end() ? 1u : 2u) << tensor.ours;
    EXPECT_EQ(tensor.transforms[0].op, Transform::Op::alias);
    if (permutation == permutations.end()) continue;
    EXPECT_EQ(tensor.transforms[1].op, Transform::Op::permute);
    EXPECT_EQ(tensor.transforms[1].numbers, permutation->second) << tensor.ours;
    // PyTorch's shape becomes ours.
    std::vector<std::vector<std::int64_t>> shapes = {{6, 2, 3, 3}};
    if (tensor.ours == "depthwise/kernel") shapes = {{6, 1, 3, 3}};
    if (tensor.ours == "first/kernel") shapes = {{3, 6}};
    std::string message;
    EXPECT_TRUE(transform_shapes(tensor.transforms, shapes, message)) << message;
    EXPECT_EQ(shapes[0], tensor.shape) << tensor.ours;
  }
}

TEST(Origins, WhatEditsAddHasNone) {
  // `expand/conv/kernel` fits the rule for `{part}`, whose expression knows no such part.
  Variant mine(spec("resnet50", R"J("arguments": {"classes": 37}, "edit": [
    {"at": "stage4/block3", "replace": {"inverted_residual": {"filters": 2048}}},
    {"at": "stage1/block1/c", "insert_after": {"squeeze_excite": {"ratio": 0.25}, "name": "se"}}])J"));
  const auto names = mine.theirs("tf_models_keras");
  EXPECT_EQ(names.at("stage4/block3/expand/conv/kernel"), "");
  EXPECT_EQ(names.at("stage4/block3/project/bn/gamma"), "");
  EXPECT_EQ(names.at("stage1/block1/se/reduce/kernel"), "");
  EXPECT_EQ(names.at("stage4/block2/c/conv/kernel"), "res5b_branch2c/kernel");
  EXPECT_EQ(names.at("logits/kernel"), "fc1000/kernel");
}

// TensorFlow numbers its layers: the rules count with the arguments of the model that the checkpoint is of.
TEST(Origins, RulesReadTheArgumentsOfTheirOwnModel) {
  Variant base("", "cifar_resnet20");
  Variant mine(
      spec("cifar_resnet20", R"J("arguments": {"depth": 14}, "edit": [{"at": "stage1/block2", "remove": true}])J"));
  const auto all = base.theirs("tf_models_r1"), some = mine.theirs("tf_models_r1");
  EXPECT_LT(some.size(), all.size());
  for (const auto& [ours, theirs] : some) EXPECT_EQ(theirs, all.at(ours)) << ours;
}

TEST(Origins, RulesOfItsOwnAndRenamedPaths) {
  Variant mine(spec("digits_resnet20", R"J("edit": [
    {"at": "stem", "replace": [{"conv_bn": {"filters": 8}, "name": "first"}, {"conv_bn": {"filters": 16}, "name": "second"}]},
    {"at": "logits", "replace": [{"Dense": {"units": 10}, "name": "head"}]}],
    "outputs": {"logits": {"from": "head"}},
    "renamed": {"head/{variable}": "logits/{variable}", "first/{rest**}": "stem/{rest}"},
    "checkpoints": {"keras": [{"ours": "second/{layer}/{variable}", "theirs": "my_second_{layer}/{variable}"}]})J"));
  const auto names = mine.theirs("keras");
  EXPECT_EQ(names.at("head/kernel"), "logits/kernel");
  EXPECT_EQ(names.at("first/bn/gamma"), "stem_bn/gamma");
  EXPECT_EQ(names.at("second/conv/kernel"), "my_second_conv/kernel");
  EXPECT_THAT(mine.origins->kinds(), ElementsAre("keras", "specimen"));
  // In a file with our names, either name will do.
  const auto own = mine.origins->wanted("specimen", *mine.graph, mine.diagnostics);
  ASSERT_TRUE(own);
  for (const WantedTensor& tensor : *own)
    if (tensor.ours == "head/kernel") {
      EXPECT_THAT(tensor.transforms[0].names, ElementsAre("logits/kernel"));
    }
}

TEST(Origins, ThroughSeveralSpecs) {
  Variant mine("", "mnist");
  mine.library.add_text("middle.json", R"J({"extends": "digits_resnet20", "model": "middle", "edit": [
    {"at": "logits", "replace": {"Dense": {"units": 10}, "name": "head"}}], "outputs": {"logits": {"from": "head"}},
    "renamed": {"head/{variable}": "logits/{variable}"}})J");
  mine.library.add_text("mine.json", spec("middle", R"J("edit": [
    {"at": "head", "replace": {"Dense": {"units": 10}, "name": "top"}}], "outputs": {"logits": {"from": "top"}},
    "renamed": {"top/{variable}": "head/{variable}"})J"));
  mine.open("mine");
  EXPECT_EQ(mine.theirs("keras").at("top/bias"), "logits/bias");
}

TEST(Backbone, EndsWhereImagesEnd) {
  Variant vgg("", "vgg16"), resnet(spec("resnet18", R"J("arguments": {"image_size": 32})J")),
      mobile("", "mobilenet_v2");
  std::set<std::string> left;
  for (const Variant* variant : {&vgg, &resnet, &mobile}) {
    const auto taken = backbone(*variant->graph);
    for (const Tensor& tensor : variant->graph->tensors)
      if (tensor.kind == TensorKind::weight && !taken.count(tensor.name))
        left.insert(variant->graph->model + "/" + tensor.name);
  }
  // What Keras leaves out with include_top=False.
  EXPECT_THAT(left, testing::UnorderedElementsAre("vgg16/fc1/kernel", "vgg16/fc1/bias", "vgg16/fc2/kernel",
                                                  "vgg16/fc2/bias", "vgg16/predictions/kernel",
                                                  "vgg16/predictions/bias", "mine/logits/kernel", "mine/logits/bias",
                                                  "mobilenet_v2/predictions/kernel", "mobilenet_v2/predictions/bias"));
}

TEST(LoadRule, PathsSelectWhatLiesUnderThem) {
  Variant net("", "digits_resnet20");
  const auto rule = LoadRule::parse({"stage1/*", "**/bn", "stem"}, *net.graph, net.diagnostics);
  ASSERT_TRUE(rule) << net.diagnostics.text();
  EXPECT_TRUE(rule->takes("stage1/block2/a/conv/kernel"));
  EXPECT_TRUE(rule->takes("stage3/block2/a/bn/gamma"));
  EXPECT_TRUE(rule->takes("stem/conv/kernel"));
  EXPECT_FALSE(rule->takes("stage3/block2/a/conv/kernel"));
  EXPECT_TRUE(LoadRule::parse({}, *net.graph, net.diagnostics)->takes("logits/bias"));
  EXPECT_FALSE(LoadRule::parse({"stage5"}, *net.graph, net.diagnostics));
  EXPECT_TRUE(has_kind(net.diagnostics, Kind::weights_load));
  EXPECT_FALSE(LoadRule::parse({"stage 1"}, *net.graph, net.diagnostics));
  EXPECT_TRUE(has_kind(net.diagnostics, Kind::name_invalid));
}

// The file that Keras itself saved, tensor by tensor at the same place.
TEST(KerasPlaces, AreThoseOfKeras) {
  const std::string saved = std::string(SPECIMEN_SOURCE_DIR) + "/tests/golden/digits/digits_resnet20.weights.h5";
  Variant net("", "digits_resnet20");
  const auto wanted = net.origins->wanted("keras", *net.graph, net.diagnostics);
  const auto names = keras_names(*wanted, net.diagnostics);
  ASSERT_TRUE(names);
  auto keras = read_checkpoint(saved, net.diagnostics);
  ASSERT_TRUE(keras);
  const TemporaryTree tree;
  ASSERT_TRUE(convert(*keras, *wanted, {}, tree.file("ours"), net.diagnostics));
  const auto by_order = places_by_order(*net.graph, *names, net.diagnostics);
  // Two branches with weights of one shape: that these are in order is luck, and said to be.
  EXPECT_TRUE(has_kind(net.diagnostics, Kind::checkpoint_by_order));
  auto like = read_checkpoint(saved, net.diagnostics);
  const auto by_example = places_like(*like, *names, net.diagnostics);
  ASSERT_TRUE(by_example) << net.diagnostics.text();
  for (const auto& places : {by_order, *by_example}) {
    std::string message;
    ASSERT_TRUE(write_keras(tree.file("ours"), places, tree.file("back.weights.h5"), message)) << message;
    const auto back = read_checkpoint(tree.file("back.weights.h5"), net.diagnostics);
    ASSERT_TRUE(back) << net.diagnostics.text();
    ASSERT_EQ(back->tensors.size(), keras->tensors.size());
    for (std::size_t i = 0; i < back->tensors.size(); ++i) {
      EXPECT_EQ(back->tensors[i].place, keras->tensors[i].place);
      EXPECT_EQ(back->tensors[i].shape, keras->tensors[i].shape);
      EXPECT_EQ(std::string(reinterpret_cast<const char*>(back->tensors[i].data), back->tensors[i].bytes),
                std::string(reinterpret_cast<const char*>(keras->tensors[i].data), keras->tensors[i].bytes));
    }
    for (std::size_t i = 0; i < back->layers.size(); ++i) EXPECT_EQ(back->layers[i].name, keras->layers[i].name);
  }
}

TEST(KerasPlaces, OneAfterTheOtherLeavesNothingOpen) {
  Variant net("", "mnist");
  const auto names = keras_names(*net.origins->wanted("tf_keras", *net.graph, net.diagnostics), net.diagnostics);
  std::vector<std::string> places;
  for (const KerasVariable& one : places_by_order(*net.graph, *names, net.diagnostics))
    places.push_back(one.ours + " " + one.group + "/" + std::to_string(one.number));
  EXPECT_THAT(places,
              ElementsAre("conv1/kernel /layers/conv2d/vars/0", "conv1/bias /layers/conv2d/vars/1",
                          "conv2/kernel /layers/conv2d_1/vars/0", "conv2/bias /layers/conv2d_1/vars/1",
                          "hidden/kernel /layers/dense/vars/0", "hidden/bias /layers/dense/vars/1",
                          "classifier/kernel /layers/dense_1/vars/0", "classifier/bias /layers/dense_1/vars/1"));
  EXPECT_TRUE(net.diagnostics.list().empty()) << net.diagnostics.text();
}

TEST(KerasPlaces, ALikeFileMustBeOfTheModel) {
  Variant net("", "mnist");
  const auto names = keras_names(*net.origins->wanted("tf_keras", *net.graph, net.diagnostics), net.diagnostics);
  auto like = read_checkpoint(data_file("vision.weights.h5"), net.diagnostics);
  ASSERT_TRUE(like);
  EXPECT_FALSE(places_like(*like, *names, net.diagnostics));
  EXPECT_TRUE(has_kind(net.diagnostics, Kind::weights_missing));
}

TEST(KerasPlaces, ATransformHasNoWayBack) {
  Diagnostics diagnostics;
  EXPECT_FALSE(keras_names({{"a/kernel", {"a"}, {2}, {{Transform::Op::permute, {1, 0}, {}}}, {}}}, diagnostics));
  EXPECT_TRUE(has_kind(diagnostics, Kind::checkpoint_transform));
}

TEST(KerasPlaces, AFileThatCannotBeWritten) {
  const TemporaryTree tree;
  const float one[1] = {1};
  ASSERT_TRUE(write_safetensors(tree.file("w").c_str(), {{"a/kernel", SafetensorsDtype::f32, {1}, one}}).ok());
  std::string message;
  EXPECT_FALSE(
      write_keras(tree.file("w"), {{"a/kernel", "/layers/dense/vars", 0, "a"}}, tree.file("no/such/file"), message));
  EXPECT_THAT(message, HasSubstr("cannot write"));
  EXPECT_FALSE(write_keras(tree.file("w"), {{"b/kernel", "/layers/dense/vars", 0, "a"}}, tree.file("out"), message));
  EXPECT_EQ(tree.files(), 1u);
}

}  // namespace
}  // namespace specimen::gen
