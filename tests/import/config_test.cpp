// The table of Hugging Face's configurations, and what configurations may get wrong.
#include "import/config.h"

#include <gmock/gmock.h>

#include "samples.h"
#include "spec/json.h"

namespace specimen::gen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kTable = std::string(SPECIMEN_SOURCE_DIR) + "/specs/configs/huggingface.json";

class Config : public testing::Test {
 protected:
  Value json(const std::string& text) {
    const auto value = parse_json(*sources_.add("config.json", text), diagnostics_);
    EXPECT_TRUE(value) << diagnostics_.text();
    return value.value_or(Value());
  }
  Value table() { return json(read_bytes(kTable)); }
  std::optional<ImportedModel> import(const std::string& config, const ConfigChoice& choice = {},
                                      const std::string& modules = "") {
    diagnostics_ = Diagnostics();
    return import_config(json(config), table(), modules, choice, diagnostics_);
  }
  std::string complaint(const std::string& config, Kind kind, const ConfigChoice& choice = {}) {
    EXPECT_FALSE(import(config, choice)) << config;
    EXPECT_TRUE(has_kind(diagnostics_, kind)) << diagnostics_.text();
    return diagnostics_.text();
  }

  Sources sources_;
  Diagnostics diagnostics_;
};

TEST_F(Config, DefaultsAreThoseOfTransformers) {
  const auto model = import(R"({"model_type": "bert"})");
  ASSERT_TRUE(model) << diagnostics_.text();
  EXPECT_EQ(model->model, "bert");
  EXPECT_EQ(
      to_json(Value(model->arguments)),
      R"({"vocabulary_size": 30522, "num_layers": 12, "hidden_dim": 768, "num_heads": 12, "intermediate_dim": 3072, )"
      R"("max_sequence_length": 512, "num_segments": 2, "activation": "gelu", "dropout": 0.1, "attention_dropout": 0.1, )"
      R"("epsilon": 1e-12})");
  EXPECT_TRUE(diagnostics_.list().empty()) << diagnostics_.text();
}

TEST_F(Config, EveryKeyIsTaken) {
  const auto model =
      import(R"({"model_type": "bert", "architectures": ["BertModel"], "vocab_size": 100, "num_hidden_layers": 3,
    "hidden_size": 64, "num_attention_heads": 4, "intermediate_size": 96, "max_position_embeddings": 40, "type_vocab_size": 3,
    "hidden_act": "gelu_new", "hidden_dropout_prob": 0, "layer_norm_eps": 1e-5})");
  ASSERT_TRUE(model) << diagnostics_.text();
  EXPECT_EQ(
      to_json(Value(model->arguments)),
      R"({"vocabulary_size": 100, "num_layers": 3, "hidden_dim": 64, "num_heads": 4, "intermediate_dim": 96, )"
      R"("max_sequence_length": 40, "num_segments": 3, "activation": "gelu_tanh", "dropout": 0, "attention_dropout": 0.1, )"
      R"("epsilon": 1e-05})");
}

// Google's bert_config.json does not say what it is.
TEST_F(Config, TheTypeMayBeGiven) {
  const std::string google = R"({"hidden_size": 128, "num_attention_heads": 2, "hidden_act": "gelu"})";
  EXPECT_THAT(complaint(google, Kind::config_unknown),
              HasSubstr("supported: bert, roberta, distilbert, albert, electra; `--type` says which one it is"));
  EXPECT_TRUE(import(google, {"bert", ""})) << diagnostics_.text();
}

// What another type's file holds computes something else as a BERT: there is no way round that.
TEST_F(Config, TheTypeMayNotBeWrong) {
  EXPECT_THAT(complaint(R"({"model_type": "roberta"})", Kind::config_unknown, {"bert", "BertModel"}),
              HasSubstr("the file says that the model is a `roberta`, and `--type` says `bert`"));
  EXPECT_THAT(complaint(R"({"architectures": ["RobertaModel"]})", Kind::config_unknown, {"bert", "BertModel"}),
              HasSubstr("the file is of a `RobertaModel`"));
  EXPECT_THAT(complaint(R"({"pad_token_id": 1})", Kind::config_value, {"bert", ""}), HasSubstr("`pad_token_id` is 1"));
  EXPECT_THAT(complaint(R"({"padding_idx": 1})", Kind::config_unknown, {"bert", ""}),
              HasSubstr("1 key that nothing is known of: `padding_idx`, in a file that does not say its `model_type`"));
  for (const ConfigChoice& choice : {ConfigChoice{"bert", ""}, ConfigChoice{"", ""}})
    EXPECT_THAT(complaint(choice.model_type.empty() ? R"({"model_type": "bert", "n_layers": 2, "dim": 128})"
                                                    : R"({"n_layers": 2, "dim": 128})",
                          Kind::config_unknown, choice),
                HasSubstr("`n_layers` is a key of the model type `distilbert`"));
  EXPECT_THAT(complaint(R"({"model_type": "*"})", Kind::config_unknown), HasSubstr("models of the type `*`"));
  // A BERT's id of padding says nothing of its positions.
  EXPECT_TRUE(import(R"({"model_type": "bert", "pad_token_id": 1})")) << diagnostics_.text();
  EXPECT_TRUE(import(R"({"pad_token_id": 0})", {"bert", ""})) << diagnostics_.text();
}

TEST_F(Config, Kin) {
  const auto arguments = [&](const std::string& config) {
    const auto model = import(config);
    EXPECT_TRUE(model) << diagnostics_.text();
    return model ? model->model + to_json(Value(model->arguments)) : "";
  };
  EXPECT_THAT(
      arguments(R"({"model_type": "roberta", "architectures": ["RobertaModel"], "max_position_embeddings": 514})"),
      testing::AllOf(testing::StartsWith("roberta{"), HasSubstr("\"max_sequence_length\": 512"),
                     HasSubstr("\"first_position\": 2")));
  EXPECT_THAT(arguments(R"({"model_type": "distilbert", "n_layers": 2, "dim": 128, "hidden_dim": 64, "n_heads": 4})"),
              testing::AllOf(testing::StartsWith("distilbert{"), HasSubstr("\"num_layers\": 2, \"hidden_dim\": 128"),
                             HasSubstr("\"intermediate_dim\": 64")));
  EXPECT_THAT(arguments(R"({"model_type": "albert"})"), HasSubstr("\"embedding_dim\": 128, \"hidden_dim\": 4096"));
  EXPECT_THAT(arguments(R"({"model_type": "electra"})"), HasSubstr("\"embedding_dim\": 128, \"hidden_dim\": 256"));
  EXPECT_THAT(complaint(R"({"model_type": "albert", "num_hidden_groups": 2})", Kind::config_value),
              HasSubstr("`num_hidden_groups` is 2, which our `albert` cannot have"));
  EXPECT_THAT(complaint(R"({"model_type": "roberta", "pad_token_id": null})", Kind::config_value),
              HasSubstr("pad_token_id"));
  EXPECT_THAT(
      complaint(R"({"model_type": "electra", "architectures": ["ElectraForPreTraining"]})", Kind::config_unknown),
      HasSubstr("supported: ElectraModel"));
}

TEST_F(Config, WhatIsNotSupportedIsNamed) {
  EXPECT_THAT(complaint(R"({"model_type": "gpt5"})", Kind::config_unknown),
              HasSubstr("models of the type `gpt5` are not supported"));
  EXPECT_THAT(complaint(R"({"model_type": 3})", Kind::config_value), HasSubstr("`model_type` is an int, not a string"));
  EXPECT_THAT(complaint("[1]", Kind::config_unknown), HasSubstr("a configuration is an object, not a list"));
  EXPECT_THAT(complaint(R"({"model_type": "bert", "architectures": ["BertModle"]})", Kind::config_unknown),
              HasSubstr("did you mean `BertModel`?"));
  for (const char* list : {"3", "[3]", "\"BertModel\"", "{}"})
    EXPECT_THAT(complaint(R"({"model_type": "bert", "architectures": )" + std::string(list) + "}", Kind::config_value),
                HasSubstr("`architectures` is a list of names"));
  EXPECT_THAT(complaint(R"({"model_type": "bert", "position_embedding_type": "relative_key"})", Kind::config_value),
              HasSubstr("`position_embedding_type` is \"relative_key\", which our `bert` cannot have"));
  EXPECT_THAT(complaint(R"({"model_type": "bert", "is_decoder": true})", Kind::config_value),
              HasSubstr("supported: false"));
  EXPECT_THAT(complaint(R"({"model_type": "bert", "hidden_act": "quick_gelu"})", Kind::config_value),
              HasSubstr("supported: gelu, "));
  EXPECT_THAT(complaint(R"({"model_type": "bert", "hidden_size": "768"})", Kind::config_value),
              HasSubstr("`hidden_size` is an int, not a string"));
  EXPECT_THAT(complaint(R"({"model_type": "bert", "hidden_size": null})", Kind::config_value),
              HasSubstr("config.json:1:"));
  EXPECT_THAT(complaint(R"({"model_type": "bert", "quantization_config": {"bits": 4}})", Kind::config_value),
              HasSubstr("supported: null"));
}

TEST_F(Config, UnknownKeysAreAWarningThatNamesThem) {
  EXPECT_TRUE(import(
      R"({"model_type": "bert", "rope_theta": 1e4, "vocab_size": 10, "use_cache": true, "pooler_type": "x", "experts": 8})"));
  EXPECT_EQ(diagnostics_.warnings(), 1);
  EXPECT_THAT(diagnostics_.text(), HasSubstr("2 keys that nothing is known of: `rope_theta`, `experts`"));
}

TEST_F(Config, Modules) {
  auto text = [&](const std::string& modules, const std::string& pooling) {
    const Value pools = json(pooling);
    return modules_text(json(modules), &pools, diagnostics_).value_or("none");
  };
  // Of sentence-transformers 6.2 and of 2.0.
  const std::string now = R"([{"type": "sentence_transformers.base.modules.transformer.Transformer"},
    {"type": "sentence_transformers.sentence_transformer.modules.pooling.Pooling"}, {"type": "sentence_transformers.base.modules.normalize.Normalize"}])";
  const std::string before =
      R"([{"type": "sentence_transformers.models.Transformer"}, {"type": "sentence_transformers.models.Pooling"},
    {"type": "sentence_transformers.models.Normalize"}])";
  EXPECT_EQ(text(now, R"({"embedding_dimension": 8, "pooling_mode": "mean", "include_prompt": true})"),
            "Transformer, mean Pooling, Normalize");
  EXPECT_EQ(
      text(
          before,
          R"({"pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true, "pooling_mode_mean_sqrt_len_tokens": false})"),
      "Transformer, mean Pooling, Normalize");
  EXPECT_EQ(text(before, R"({"pooling_mode_cls_token": true, "pooling_mode_max_tokens": true})"),
            "Transformer, cls+max Pooling, Normalize");
  EXPECT_FALSE(import(R"({"model_type": "bert"})", {}, text(before, R"({"pooling_mode_cls_token": true})")));
  EXPECT_THAT(diagnostics_.text(),
              HasSubstr("the architecture `Transformer, cls Pooling, Normalize` is not supported"));
  diagnostics_ = Diagnostics();
  for (const char* bad : {"3", "{}", "[]", "null"}) EXPECT_EQ(text(bad, "{}"), "none");
  EXPECT_EQ(text("[3, {\"type\": 4}]", "[]"), ", ");
}

TEST_F(Config, FilesThatAreNotThere) {
  TemporaryTree tree;
  EXPECT_FALSE(import_config(tree.file("config.json"), {kTable}, {}, sources_, diagnostics_));
  EXPECT_TRUE(has_kind(diagnostics_, Kind::file_not_found));
  diagnostics_ = Diagnostics();
  EXPECT_FALSE(import_config(tree.file(""), {kTable}, {}, sources_, diagnostics_));
  EXPECT_TRUE(has_kind(diagnostics_, Kind::file_not_found));
  write_bytes(tree.file("config.json"), R"({"model_type": "bert"})");
  write_bytes(tree.file("modules.json"), "{");
  diagnostics_ = Diagnostics();
  EXPECT_FALSE(import_config(tree.file(""), {kTable}, {}, sources_, diagnostics_));
  EXPECT_TRUE(has_kind(diagnostics_, Kind::json_syntax)) << diagnostics_.text();
}

// A user's table adds model types, and may say otherwise of ours.
TEST_F(Config, TablesOfTheUserComeFirst) {
  TemporaryTree tree;
  write_bytes(tree.file("mine.json"), R"({"tiny": {"keys": {"width": 4, "deep": null}, "values": {"width": [4, 8]},
    "arguments": {"units": "=2 * width"}, "architectures": {"": {"model": "mlp", "arguments": {"depth": "=1 if deep == null else deep"}}}}})");
  write_bytes(tree.file("config.json"), R"({"model_type": "tiny", "width": 8})");
  const auto model =
      import_config(tree.file("config.json"), {tree.file("mine.json"), kTable}, {}, sources_, diagnostics_);
  ASSERT_TRUE(model) << diagnostics_.text();
  EXPECT_EQ(model->model, "mlp");
  EXPECT_EQ(to_json(Value(model->arguments)), R"({"units": 16, "depth": 1})");
  write_bytes(
      tree.file("mine.json"),
      R"({"tiny": {"keys": {"width": 4}, "arguments": {"units": "=wdith"}, "architectures": {"": {"model": "mlp"}}}})");
  EXPECT_FALSE(import_config(tree.file("config.json"), {tree.file("mine.json")}, {}, sources_, diagnostics_));
  EXPECT_TRUE(has_kind(diagnostics_, Kind::expression_unknown_name)) << diagnostics_.text();
}

}  // namespace
}  // namespace specimen::gen
