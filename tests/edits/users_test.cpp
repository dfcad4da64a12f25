// What users do, each in at most six lines of JSON, against the same change made by hand in the specs.
#include "edits/hand_made.h"

namespace specimen::gen {
namespace {

const std::vector<std::string> kSmall = {"image_size=64"};

TEST(Users, EveryReluOfAStageBecomesAGelu) {
  // In conv_bn the activation is an argument, at the end of the block it is a layer.
  EXPECT_EQ(
      by_edit(extension("resnet50", R"J({"at": {"path": "stage4/**", "where": {"activation": "relu"}},
                                               "set": {"activation": "gelu"}})J"),
              kSmall),
      by_hand("resnet50",
              {{"vision/resnet.json", R"("project": "=i == 0",)",
                R"("project": "=i == 0", "activation": "='gelu' if stage == 3 else 'relu'",)"},
               {"blocks/bottleneck.json", R"("arguments": {)", R"("arguments": {"activation": {"type": "string"},)"},
               {"blocks/bottleneck.json", R"({"activation": "relu"})", R"({"activation": "=activation"})"},
               {"blocks/bottleneck.json", R"("name": "a"})", R"("name": "a", "doc": ""})"},
               {"blocks/bottleneck.json", R"("strides": "=strides if strides_first else 1",)",
                R"("activation": "=activation", "strides": "=strides if strides_first else 1",)"},
               {"blocks/bottleneck.json", R"("strides": "=1 if strides_first else strides",)",
                R"("activation": "=activation", "strides": "=1 if strides_first else strides",)"}},
              kSmall));
  // Where convolutions have it as an argument.
  EXPECT_EQ(by_edit(extension(
                "vgg16",
                R"J({"at": {"path": "block3/*", "where": {"activation": "relu"}}, "set": {"activation": "gelu"}})J")),
            by_hand("vgg16", {{"vision/vgg16.json", R"("padding": "same", "activation": "relu"})",
                               R"("padding": "same", "activation": "='gelu' if stage == 2 else 'relu'"})"}}));
}

TEST(Users, SqueezeAndExcitationInEveryBlock) {
  const std::string by_hand_text = by_hand("resnet50",
                                           {{"blocks/bottleneck.json", R"(}, "name": "c"},)",
                                             R"(}, "name": "c"}, {"squeeze_excite": {"ratio": 0.25}, "name": "se"},)"},
                                            {"blocks/bottleneck.json", R"("from": ["c",)", R"("from": ["se",)"}},
                                           kSmall);
  EXPECT_EQ(
      by_edit(extension(
                  "resnet50",
                  R"J({"at": "stage*/block*/c", "insert_after": {"squeeze_excite": {"ratio": 0.25}, "name": "se"}})J"),
              kSmall),
      by_hand_text);
  // The same said of the block: every model that uses it.
  BuiltModel model;
  model.library.add_text("se_bottleneck.json", R"J({"extends": "bottleneck", "block": "se_bottleneck",
    "edit": [{"at": "c", "insert_after": {"squeeze_excite": {"ratio": 0.25}, "name": "se"}}]})J");
  model.library.add_text("mine.json",
                         R"J({"extends": "resnet50", "model": "mine", "arguments": {"block": "se_bottleneck"}})J");
  model.build("mine", kSmall);
  std::string text = model.text();
  for (std::size_t at; (at = text.find("se_bottleneck")) != std::string::npos;) text.erase(at, 3);
  EXPECT_EQ(text, by_hand_text);
}

TEST(Users, AnotherStem) {
  EXPECT_EQ(
      by_edit(extension("resnet18", R"J({"at": "stem", "replace": [
      {"conv_bn": {"filters": 32, "strides": 2}, "name": "stem_a"}, {"conv_bn": {"filters": 32}, "name": "stem_b"}, {"conv_bn": {"filters": 64}}]},
    {"at": "pool", "remove": true})J"),
              kSmall),
      by_hand(
          "resnet18",
          {{"vision/resnet.json",
            R"({"conv_bn": {"filters": 64, "kernel_size": 7, "strides": 2, "padding": "explicit", "momentum": "=momentum"}, "name": "stem"})",
            R"({"conv_bn": {"filters": 32, "strides": 2}, "name": "stem_a"}, {"conv_bn": {"filters": 32}, "name": "stem_b"}, {"conv_bn": {"filters": 64}, "name": "stem"})"},
           {"vision/resnet.json",
            R"(    {"MaxPooling2D": {"pool_size": 3, "strides": 2, "padding": "same"}, "name": "pool"},)", ""}},
          kSmall));
}

TEST(Users, ThirtySevenClasses) {
  EXPECT_EQ(by_edit(extension("resnet50", "", R"J("arguments": {"classes": 37}, )J")),
            by_hand("resnet50", {}, {"classes=37"}));
  // And with a head of their own.
  EXPECT_EQ(
      by_edit(extension("mobilenet_v2_050", R"J({"at": "predictions", "set": {"units": 37, "activation": "sigmoid"}})J",
                        R"J("outputs": {"scores": {"from": "predictions", "kind": "probabilities"}}, )J")),
      by_hand(
          "mobilenet_v2_050",
          {{"vision/mobilenet_v2.json", R"({"units": "=classes", "activation": "=classifier_activation"})",
            R"({"units": 37, "activation": "sigmoid"})"},
           {"vision/mobilenet_v2.json",
            R"("logits": {"from": "predictions", "if": "=classifier_activation == null", "kind": "logits", "labels": "imagenet"},)",
            ""},
           {"vision/mobilenet_v2.json",
            R"("probabilities": {"from": "predictions", "if": "=classifier_activation == 'softmax'", "kind": "probabilities", "labels": "imagenet"})",
            R"("scores": {"from": "predictions", "kind": "probabilities"})"}}));
}

TEST(Users, TwiceTheWidth) {
  const std::string wide = by_hand(
      "resnet34", {{"vision/resnet.json", R"("filters": 64, "kernel_size": 7)", R"("filters": 128, "kernel_size": 7)"}},
      {"image_size=64", "stackwise_num_filters=[128, 256, 512, 1024]"});
  EXPECT_EQ(by_edit(extension("resnet34", R"J({"at": {"layer": "Conv2D"}, "set": {"filters": "=2 * layer.filters"}})J"),
                    kSmall),
            wide);
  EXPECT_EQ(by_edit(extension("resnet34", R"J({"at": "stem", "set": {"filters": "=64 * width"}})J",
                              R"J("arguments": {"width": {"type": "int", "default": 2},
      "stackwise_num_filters": "=[64 * width, 128 * width, 256 * width, 512 * width]"}, )J"),
                    kSmall),
            wide);
}

TEST(Users, ABranchIsRemoved) {
  // The shortcuts that have a convolution; the sum has one operand then, and goes.
  EXPECT_EQ(by_edit(extension("resnet50", R"J({"at": "stage*/block1/shortcut", "remove": true})J"), kSmall),
            by_hand("resnet50",
                    {{"blocks/bottleneck.json", R"({"if": "=project", "layers": [)", R"({"if": false, "layers": [)"},
                     {"blocks/bottleneck.json",
                      R"({"Add": {}, "from": ["c", "='shortcut' if project else 'input'"], "name": "add"},)",
                      R"({"if": "=not project", "layers": [{"Add": {}, "from": ["c", "input"], "name": "add"}]},)"}},
                    kSmall));
  // All shortcuts.
  EXPECT_EQ(
      by_edit(
          extension(
              "resnet18",
              R"J({"at": "stage*/*/shortcut", "remove": true}, {"at": "stage*/*/add", "replace": {"Identity": {}, "from": "b"}})J"),
          kSmall),
      by_hand("resnet18",
              {{"blocks/basic.json", R"({"if": "=project", "layers": [)", R"({"if": false, "layers": [)"},
               {"blocks/basic.json",
                R"({"Add": {}, "from": ["b", "='shortcut' if project else 'input'"], "name": "add"},)", ""}},
              kSmall));
}

TEST(Users, ABlockOfOneModelInAnother) {
  EXPECT_EQ(
      by_edit(
          extension("resnet18",
                    R"J({"at": "stage4/block2", "replace": {"inverted_residual": {"filters": 512, "expansion": 2}}})J"),
          kSmall),
      by_hand(
          "resnet18",
          {{"vision/resnet.json", R"({"=block": {"filters")",
            R"({"if": "=stage == 3 and i == 1", "layers": [{"inverted_residual": {"filters": 512, "expansion": 2}, "name": "stage{stage + 1}/block{i + 1}"}], "else": [{"=block": {"filters")"},
           {"vision/resnet.json", R"("name": "stage{stage + 1}/block{i + 1}"}
      ]})",
            R"("name": "stage{stage + 1}/block{i + 1}"}]}
      ]})"}},
          kSmall));
}

TEST(Users, DilationInsteadOfStrides) {
  EXPECT_EQ(
      by_edit(extension("resnet50", R"J({"at": "stage4/block1", "set": {"strides": 1}},
    {"at": "stage4/*/b/conv", "set": {"dilation_rate": 2}})J"),
              kSmall),
      by_hand("resnet50",
              {{"vision/resnet.json", "=2 if i == 0 and stage > 0 else 1",
                "=2 if i == 0 and (stage == 1 or stage == 2) else 1"},
               {"vision/resnet.json", R"("project": "=i == 0",)",
                R"("project": "=i == 0", "dilation_rate": "=2 if stage == 3 else 1",)"},
               {"blocks/bottleneck.json", R"("arguments": {)", R"("arguments": {"dilation_rate": {"type": "int"},)"},
               {"blocks/bottleneck.json", R"("strides": "=1 if strides_first else strides",)",
                R"("dilation_rate": "=dilation_rate", "strides": "=1 if strides_first else strides",)"},
               {"blocks/conv_bn.json", R"("arguments": {)",
                R"("arguments": {"dilation_rate": {"type": "int", "default": 1},)"},
               {"blocks/conv_bn.json", R"("strides": "=strides",)",
                R"("strides": "=strides", "dilation_rate": "=dilation_rate",)"}},
              kSmall));
}

}  // namespace
}  // namespace specimen::gen
