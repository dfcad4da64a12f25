#include "runtime/program/arguments.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace specimen_v2::program {
namespace {

Status run_no_texts(Session&) { return Status(); }

class ArgumentsTest : public testing::Test {
 protected:
  // What is parsed of `words`; `status_` has the error.
  Arguments parse(std::vector<std::string> words) {
    words.insert(words.begin(), "net");
    words_ = std::move(words);
    std::vector<char*> argv;
    for (std::string& word : words_) argv.push_back(word.data());
    Arguments arguments;
    status_ = parse_arguments(static_cast<int>(argv.size()), argv.data(), description_, &arguments);
    return arguments;
  }
  std::string error_of(std::vector<std::string> words) {
    parse(std::move(words));
    EXPECT_EQ(status_.code(), StatusCode::invalid_argument);
    return status_.message();
  }
  void read_texts() {
    input_.extent[1] = -2;
    description_.texts.run = run_no_texts;
  }

  TensorInfo input_ = {"x", DType::i32, 2, {kBatch, 4}, "{}"};
  FunctionInfo forward_ = {"forward", &input_, 1, nullptr, 0, nullptr, 0, 0};
  SymbolInfo symbols_[2] = {{"batch", 1}, {"sequence", 512}};
  ModelInfo info_ = [this] {
    ModelInfo info = {};
    info.name = "net";
    info.functions = &forward_;
    info.symbols = symbols_;
    info.symbol_count = 2;
    return info;
  }();
  Description description_ = [this] {
    Description description;
    description.model.info = &info_;
    return description;
  }();
  std::vector<std::string> words_;
  Status status_;
};

TEST_F(ArgumentsTest, OptionsAndTheirDefaults) {
  const Arguments none = parse({"w"});
  EXPECT_TRUE(status_.ok());
  EXPECT_STREQ(none.weights, "w");
  EXPECT_TRUE(none.inputs.empty());
  EXPECT_EQ(none.threads, 0);
  EXPECT_EQ(none.repeat, 1);
  EXPECT_EQ(none.labels.top, 5);
  EXPECT_EQ(none.target, Target::automatic);

  const Arguments all = parse({"--threads=3", "w", "--repeat", "7", "a.png", "--top=2", "--target", "v3", "--json",
                               "--out=o.npy", "--save-packed", "p", "b.png", "--profile", "--trace=t"});
  EXPECT_TRUE(status_.ok()) << status_.message();
  EXPECT_STREQ(all.weights, "w");
  ASSERT_EQ(all.inputs.size(), 2U);
  EXPECT_STREQ(all.inputs[1], "b.png");
  EXPECT_EQ(all.threads, 3);
  EXPECT_EQ(all.repeat, 7);
  EXPECT_EQ(all.labels.top, 2);
  EXPECT_EQ(all.target, Target::v3);
  EXPECT_TRUE(all.json);
  EXPECT_STREQ(all.out, "o.npy");
  EXPECT_STREQ(all.save_packed, "p");
  EXPECT_TRUE(all.profile);
  EXPECT_STREQ(all.trace, "t");
}

TEST_F(ArgumentsTest, AfterTwoDashesNothingIsAnOption) {
  const Arguments arguments = parse({"w", "-", "--", "--json", "--"});
  EXPECT_TRUE(status_.ok());
  EXPECT_FALSE(arguments.json);
  ASSERT_EQ(arguments.inputs.size(), 3U);
  EXPECT_STREQ(arguments.inputs[0], "-");
  EXPECT_STREQ(arguments.inputs[1], "--json");
  EXPECT_STREQ(arguments.inputs[2], "--");
}

TEST_F(ArgumentsTest, BadNumbers) {
  for (const char* value : {"", "x", "1x", "-1", "0.5", "1000001", "99999999999999999999"}) {
    EXPECT_EQ(error_of({"w", "--threads", value}), std::string("--threads cannot be ") + value);
  }
  EXPECT_EQ(error_of({"w", "--repeat=0"}), "--repeat=0 cannot be 0");
  EXPECT_EQ(error_of({"w", "--top=0"}), "--top=0 cannot be 0");
  EXPECT_EQ(error_of({"w", "--target", "v9"}), "--target cannot be v9");
}

TEST_F(ArgumentsTest, MissingValuesAndUnknownOptions) {
  for (const char* option : {"--threads", "--out", "--thread", "--threadsx=1", "-x", "--jsonx", "--save-packed"}) {
    EXPECT_EQ(error_of({"w", option}), std::string("there is no option ") + option + ", or it needs a value");
  }
  EXPECT_EQ(error_of({"w", "--a\x1b[31m"}), "there is no option --a?[31m, or it needs a value");
  EXPECT_EQ(error_of({}), "there are no weights");
  EXPECT_EQ(error_of({"--json"}), "there are no weights");
  EXPECT_TRUE(parse({"--help"}).help);
  EXPECT_TRUE(status_.ok());
}

TEST_F(ArgumentsTest, OptionsOfTextsAreThoseOfModelsThatReadThem) {
  for (const char* option : {"--sequence=5", "--vocabulary=v", "--cased", "--pair"}) {
    EXPECT_EQ(error_of({"w", option}), std::string("there is no option ") + option + ", or it needs a value");
    EXPECT_EQ(usage(description_).find(std::string(option, 6)), std::string::npos);
  }
  read_texts();
  const Arguments arguments = parse({"w", "--sequence=5", "--vocabulary=v", "--cased", "--pair"});
  EXPECT_TRUE(status_.ok());
  EXPECT_EQ(arguments.sequence, 5);
  EXPECT_STREQ(arguments.vocabulary, "v");
  EXPECT_TRUE(arguments.cased && arguments.pair);
  EXPECT_EQ(error_of({"w", "--sequence=0"}), "--sequence=0 cannot be 0");
  EXPECT_EQ(error_of({"w", "--sequence=513"}), "--sequence=513 cannot be 513");
}

TEST_F(ArgumentsTest, TheDefaultLengthIsOneThatTheModelReads) {
  read_texts();
  EXPECT_EQ(parse({"w"}).sequence, 128);
  EXPECT_NE(usage(description_).find("input [128]"), std::string::npos);
  symbols_[1].max = 16;
  EXPECT_EQ(parse({"w"}).sequence, 16);
}

TEST_F(ArgumentsTest, UsageStartsWithTheName) {
  EXPECT_EQ(usage(description_).rfind("usage: net WEIGHTS INPUT... [OPTIONS]\n", 0), 0U);
}

TEST_F(ArgumentsTest, LabelsAreLines) {
  const auto path = std::filesystem::temp_directory_path() / "specimen_labels_test.txt";
  for (const char* text : {"cat\n\nbig dog\n", "cat\n\nbig dog"}) {
    std::ofstream(path) << text;
    EXPECT_EQ(parse({"w", "--labels=" + path.string()}).labels.names, (std::vector<std::string>{"cat", "", "big dog"}));
  }
  std::filesystem::remove(path);
  parse({"w", "--labels=" + path.string()});
  EXPECT_EQ(status_.code(), StatusCode::not_found);
}

TEST(Words, WhatTheyStandFor) {
  EXPECT_TRUE(is_synthetic("synthetic"));
  EXPECT_FALSE(is_synthetic("synthetics"));
  EXPECT_TRUE(is_tensors("a.safetensors") && is_tensors(".safetensors"));
  EXPECT_FALSE(is_tensors("safetensors") || is_tensors("a.safetensors.gz") || is_tensors(""));
  EXPECT_TRUE(is_text("-") && is_text("@a.txt") && is_text(""));
}

}  // namespace
}  // namespace specimen_v2::program
