// Directories as Hugging Face's libraries save a tokenizer, against what these make of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/text/wordpiece.h"
#include "text/golden.h"

namespace specimen_test {
namespace {

using namespace specimen_v2;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using Ids = std::vector<std::int32_t>;

// A directory of files, gone at the end.
class Directory {
 public:
  explicit Directory(const json& files) : path_(::testing::TempDir() + "specimen_tokenizer_XXXXXX") {
    if (!mkdtemp(path_.data())) std::abort();
    for (const auto& [name, text] : files.items())
      std::ofstream(file(name), std::ios::binary) << text.get<std::string>();
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

const json& golden() {
  static const json read = json::parse(unzipped(text_data_path("directories.gz")));
  return read;
}

std::string tokens_of(const WordPiece& tokenizer, const Ids& ids) {
  std::string text;
  for (std::int32_t id : ids) text += readable(std::string(tokenizer.token(id))) + "(" + std::to_string(id) + ") ";
  return text;
}

void same_ids(const WordPiece& tokenizer, const Encoding& encoding, const json& expected, const std::string& text) {
  EXPECT_EQ(encoding.ids, expected.get<Ids>())
      << readable(text) << "\n  expected " << tokens_of(tokenizer, expected.get<Ids>()) << "\n  found    "
      << tokens_of(tokenizer, encoding.ids);
}

TEST(TokenizerDirectories, Ids) {
  ASSERT_GE(golden()["directories"].size(), 50u);
  for (const json& entry : golden()["directories"]) {
    SCOPED_TRACE(entry["name"].get<std::string>());
    const Directory directory(entry["files"]);
    WordPiece tokenizer;
    const Status status = tokenizer.open(directory.path().c_str());
    ASSERT_TRUE(status.ok()) << status.message();
    EXPECT_EQ(tokenizer.max_length(), entry["max_length"].get<int>());
    Encoding encoding;
    for (std::size_t i = 0; i < golden()["texts"].size(); ++i) {
      const std::string text = golden()["texts"][i];
      ASSERT_TRUE(tokenizer.encode(text, {}, &encoding).ok());
      same_ids(tokenizer, encoding, entry["ids"][i], text);
    }
    for (std::size_t i = 0; i < golden()["pairs"].size(); ++i) {
      const std::string first = golden()["pairs"][i][0], second = golden()["pairs"][i][1];
      ASSERT_TRUE(tokenizer.encode_pair(first, second, {}, &encoding).ok());
      same_ids(tokenizer, encoding, entry["pairs"][i], first + " | " + second);
    }
  }
}

// The names of its two files stand for the directory; another name for a file alone.
TEST(TokenizerDirectories, FilesOfADirectory) {
  const json files = {{"vocab.txt", "[UNK]\n[CLS]\n[SEP]\nThe\nthe\n"},
                      {"tokenizer_config.json", R"({"do_lower_case": false})"}};
  const Directory directory(files);
  WordPiece tokenizer;
  Encoding encoding;
  for (const std::string& path : {directory.path(), directory.path() + "/", directory.file("vocab.txt")}) {
    ASSERT_TRUE(tokenizer.open(path.c_str()).ok());
    EXPECT_FALSE(tokenizer.vocabulary().normalizer.lowercase);
    ASSERT_TRUE(tokenizer.encode("The", {}, &encoding).ok());
    EXPECT_EQ(encoding.ids, (Ids{1, 3, 2}));
  }
  std::filesystem::copy_file(directory.file("vocab.txt"), directory.file("words.txt"));
  ASSERT_TRUE(tokenizer.open(directory.file("words.txt").c_str()).ok());
  EXPECT_TRUE(tokenizer.vocabulary().normalizer.lowercase);
  EXPECT_EQ(tokenizer.vocabulary().capital_token, "The");
  EXPECT_THAT(tokenizer.open(directory.file("tokenizer.json").c_str()).message(), HasSubstr("there is no such file"));
}

TEST(TokenizerDirectories, CapitalsThatNothingSpeaksOf) {
  WordPiece tokenizer;
  ASSERT_TRUE(tokenizer.open(minilm_path("").c_str()).ok());
  EXPECT_EQ(tokenizer.vocabulary().capital_token, "");
  EXPECT_EQ(tokenizer.max_length(), 256);
  const json files = {{"vocab.txt", "[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\n"}};
  const Directory alone(files);
  ASSERT_TRUE(tokenizer.open(alone.path().c_str()).ok());
  EXPECT_EQ(tokenizer.vocabulary().capital_token, "");
}

// What is said of a directory with one file more, or another one.
std::string error_of(const std::string& name, const std::string& text) {
  json files = {{"vocab.txt", "[UNK]\n[CLS]\n[SEP]\nthe\n"}};
  files[name] = text;
  const Directory directory(files);
  WordPiece tokenizer;
  const Status status = tokenizer.open(directory.path().c_str());
  EXPECT_FALSE(status.ok()) << name << ": " << text;
  EXPECT_EQ(tokenizer.size(), 0u);
  EXPECT_THAT(status.message(), ::testing::StartsWith(directory.path() + "/"));
  return status.message();
}

TEST(TokenizerDirectories, WhatIsNotRead) {
  const auto config = [](const char* text) { return error_of("tokenizer_config.json", text); };
  EXPECT_THAT(config(R"({"tokenizer_class": "RobertaTokenizer"})"),
              HasSubstr("tokenizer_class is \"RobertaTokenizer\""));
  EXPECT_THAT(config(R"({"tokenizer_class": "BertJapaneseTokenizer"})"),
              HasSubstr("does not cut texts as BertTokenizer does"));
  EXPECT_THAT(config(R"({"tokenizer_class": "PreTrainedTokenizerFast"})"),
              HasSubstr("what tokenizer.json says, and there is none"));
  EXPECT_THAT(config(R"({"padding_side": "left"})"), HasSubstr("\"padding_side\" is \"left\": only \"right\" is read"));
  EXPECT_THAT(config(R"({"split_special_tokens": true})"), HasSubstr("split_special_tokens"));
  EXPECT_THAT(config(R"({"fast_tokenizer_files": ["tokenizer.4.0.0.json"]})"),
              HasSubstr("other files than tokenizer.json"));
  EXPECT_THAT(error_of("config.json", R"({"model_type": "roberta"})"), HasSubstr("the model is a \"roberta\""));
  EXPECT_THAT(error_of("sentence_bert_config.json", R"({"do_lower_case": true})"),
              HasSubstr("\"do_lower_case\" is true"));
}

TEST(TokenizerDirectories, Mistakes) {
  const auto config = [](const std::string& text) { return error_of("tokenizer_config.json", text); };
  EXPECT_THAT(config("[]"), HasSubstr("no object of settings"));
  EXPECT_THAT(config("{"), HasSubstr("not JSON"));
  EXPECT_THAT(config(R"({"do_lower_case": 1})"), HasSubstr("\"do_lower_case\" is not true or false"));
  EXPECT_THAT(config(R"({"strip_accents": "yes"})"), HasSubstr("\"strip_accents\" is not true or false"));
  EXPECT_THAT(config(R"({"model_max_length": "512"})"), HasSubstr("not a number of tokens"));
  EXPECT_THAT(config(R"({"model_max_length": 0})"), HasSubstr("not at least 1"));
  EXPECT_THAT(config(R"({"mask_token": 3})"), HasSubstr("\"mask_token\" is not a token"));
  EXPECT_THAT(config(R"({"cls_token": null})"), HasSubstr("the cls_token"));
  EXPECT_THAT(config(R"({"unk_token": "<unk>"})"), HasSubstr("no token is \"<unk>\", the unk_token"));
  EXPECT_THAT(config(R"({"additional_special_tokens": "x"})"), HasSubstr("not a list of tokens"));
  EXPECT_THAT(config(R"({"additional_special_tokens": [null]})"), HasSubstr("not a list of tokens"));
  EXPECT_THAT(config(R"({"added_tokens_decoder": {"x": {"content": "y"}}})"), HasSubstr("\"x\" is none of these"));
  EXPECT_THAT(config(R"({"added_tokens_decoder": {"4": {"content": "<x>", "lstrip": 1}}})"), HasSubstr("\"lstrip\""));
  EXPECT_THAT(config(R"({"added_tokens_decoder": {"9": {"content": "<x>"}}})"),
              HasSubstr("\"<x>\" has the id 9 there, and Hugging Face's tokenizers would give it 4"));
  EXPECT_THAT(error_of("added_tokens.json", R"({"<x>": -1})"), HasSubstr("the id of the token \"<x>\""));
  EXPECT_THAT(error_of("added_tokens.json", R"({"the": 4})"), HasSubstr("would give it 3, that of the vocabulary"));
  EXPECT_THAT(error_of("special_tokens_map.json", R"({"mask_token": []})"), HasSubstr("is not a token"));
  EXPECT_THAT(error_of("sentence_bert_config.json", R"({"max_seq_length": -5})"), HasSubstr("not at least 1"));
  std::string many = "{\"x_token\": \"x\"";
  for (int i = 0; i < 2000; ++i) many += ", \"x" + std::to_string(i) + "_token\": \"x\"";
  EXPECT_THAT(config(many + "}"), HasSubstr("over 1000 special tokens"));
}

}  // namespace
}  // namespace specimen_test
