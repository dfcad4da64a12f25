// An edit of every model that is no ResNet: what it changed, and that passes leave what the variant computes.
#include "edits/hand_made.h"
#include "edits/values.h"

namespace specimen::gen {
namespace {

struct Edit {
  const char* base;
  const char* arguments;  // of a model that is small
  const char* edits;
  const char* gained;  // what the text of the graph has now, and did not
  const char* lost;    // what it had; empty: nothing that is worth a look
};

const Edit kEdits[] = {
    {"squeezenet1_1",
     R"("image_size": 48, "classes": 5, "stem_filters": 8, "stackwise_squeeze_filters": [[4, 4], [6]])",
     R"({"at": "stage1/fire2", "replace": {"conv_bn": {"filters": 16}}})", "batch_norm", "stage1/fire2/squeeze"},
    {"vgg16_bn",
     R"("image_size": 32, "classes": 5, "hidden_dim": 12, "stackwise_num_blocks": [1, 2], "stackwise_num_filters": [4, 8])",
     R"({"at": {"where": {"activation": "relu"}}, "set": {"activation": "gelu"}}, {"at": "dropout*", "remove": true})",
     "gelu", "dropout"},
    {"vgg19_bn",
     R"("image_size": 32, "classes": 5, "hidden_dim": 12, "stackwise_num_blocks": [1, 2], "stackwise_num_filters": [4, 8])",
     R"({"at": "flatten", "replace": {"GlobalAveragePooling2D": {}}}, {"at": "fc2", "remove": true})", "global_pool",
     "fc2"},
    {"regnet_y_400mf",
     R"("image_size": 32, "classes": 5, "group_width": 4, "stackwise_num_blocks": [1, 2], "stackwise_num_filters": [8, 16])",
     R"({"at": "stage*/*", "set": {"se_ratio": 0.0}}, {"at": "stem", "set": {"activation": "silu"}})", "silu",
     "sigmoid"},
    {"googlenet",
     R"("image_size": 48, "classes": 5, "stackwise_filters": [[[4, 6, 8, 2, 4, 4]], [[4, 6, 8, 2, 4, 4], [8, 4, 4, 2, 2, 2]]])",
     R"({"at": "inception4a", "insert_after": {"squeeze_excite": {"ratio": 0.25}}}, {"at": "inception4b", "remove": true})",
     "sigmoid", "inception4b"},
    {"inception_v4", R"("image_size": 75, "classes": 5, "stackwise_num_blocks": [1, 1, 1])",
     R"({"at": "inception_b1", "replace": {"inverted_residual": {"filters": 24, "expansion": 1}}}, {"at": "inception_c1", "remove": true})",
     "depthwise_conv2d", "inception_c1"},
    {"convnext_tiny",
     R"("image_size": 32, "classes": 5, "stackwise_num_blocks": [1, 2], "stackwise_num_filters": [8, 16])",
     R"({"at": {"path": "stage2/**", "layer": "LayerNormalization"}, "replace": {"RMSNormalization": {}}}, {"at": "**/layer_scale", "remove": true})",
     "norm=rms", "layer_scale/gamma"},
    {"shufflenet_v2_x1_0",
     R"("image_size": 32, "classes": 5, "stem_filters": 4, "head_filters": 12, "stackwise_num_blocks": [2, 1], "stackwise_num_filters": [8, 16])",
     R"({"at": "head", "insert_before": {"squeeze_excite": {"ratio": 0.5}}}, {"at": {"where": {"activation": "relu"}}, "set": {"activation": "hard_swish"}})",
     "hard_silu", ""},
    {"vit_tiny_patch16_224",
     R"("image_size": 32, "classes": 5, "num_layers": 2, "hidden_dim": 16, "num_heads": 2, "intermediate_dim": 24)",
     R"({"at": "layer*/attention", "replace": {"GroupQueryAttention": {"head_dim": 4, "num_query_heads": 4, "num_key_value_heads": 2},
                                               "from": ["attention_norm", "attention_norm"]}})",
     "group=2", "attention/output"},
    {"resnet50_fpn",
     R"("image_size": 64, "pyramid_filters": 8, "stackwise_num_blocks": [1, 1, 1, 1], "stackwise_num_filters": [4, 4, 8, 8])",
     R"({"at": "up*", "set": {"interpolation": "bilinear"}})", "sampling=bilinear", "sampling=nearest"},
    {"unet", R"("image_size": 16, "stackwise_num_filters": [4, 8, 8])",
     R"({"at": "up*/transpose", "replace": {"UpSampling2D": {"interpolation": "bicubic"}}})", "sampling=bicubic",
     "conv2d_transpose"},
    {"distilbert_base",
     R"("vocabulary_size": 20, "num_layers": 3, "hidden_dim": 16, "num_heads": 2, "max_sequence_length": 8)",
     R"({"at": "layer2", "replace": {"Identity": {}, "from": "layer1"}}, {"at": "layer3", "set": {"activation": "relu"}})",
     "fn=relu", "layer2/"},
    {"roberta_base",
     R"("vocabulary_size": 20, "num_segments": 2, "num_layers": 1, "hidden_dim": 16, "num_heads": 2, "max_sequence_length": 8)",
     R"({"at": "first_token", "replace": {"GlobalAveragePooling1D": {}, "from": ["sequence_output", "padding_mask"]}})",
     "sequence_pool", "select_token"},
    {"albert_base",
     R"("vocabulary_size": 20, "num_layers": 2, "embedding_dim": 8, "hidden_dim": 16, "num_heads": 2, "max_sequence_length": 8)",
     R"({"at": "projection", "insert_after": {"RMSNormalization": {}}})", "norm=rms", ""},
    {"electra_small",
     R"("vocabulary_size": 20, "num_layers": 2, "embedding_dim": 8, "hidden_dim": 16, "num_heads": 2, "max_sequence_length": 8)",
     R"({"at": {"where": {"activation": "gelu"}}, "set": {"activation": "silu"}})", "fn=silu", "fn=gelu"},
};

class EditedModel : public testing::TestWithParam<Edit> {};

TEST_P(EditedModel, ComputesWhatItSays) {
  const Edit& edit = GetParam();
  const std::string arguments = std::string(R"("arguments": {)") + edit.arguments + "}, ";
  const std::string base = by_edit(extension(edit.base, "", arguments));
  EXPECT_EQ(base.find(edit.gained), std::string::npos);
  EXPECT_NE(base.find(edit.lost), std::string::npos);
  BuiltModel model;
  model.library.add_text("mine.json", extension(edit.base, edit.edits, arguments));
  model.build("mine");
  ASSERT_TRUE(model.graph);
  EXPECT_NE(model.text().find(edit.gained), std::string::npos) << model.text();
  if (*edit.lost) {
    EXPECT_EQ(model.text().find(edit.lost), std::string::npos) << model.text();
  }
  expect_passes_leave_values(*model.graph);
}

INSTANTIATE_TEST_SUITE_P(All, EditedModel, testing::ValuesIn(kEdits),
                         [](const auto& info) { return std::string(info.param.base); });

}  // namespace
}  // namespace specimen::gen
