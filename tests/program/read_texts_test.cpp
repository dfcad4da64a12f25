#include "runtime/program/read_texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace specimen_v2::program {
namespace {

using testing::ElementsAre;
using testing::FieldsAre;

TEST(SplitLines, OneTextALine) {
  for (const char* all : {"a b\n\nc\td\n", "a b\n\nc\td"}) {
    std::vector<Text> texts;
    ASSERT_TRUE(split_lines(all, "f", false, &texts).ok());
    EXPECT_THAT(texts, ElementsAre(FieldsAre("f, line 1", "a b", ""), FieldsAre("f, line 2", "", ""),
                                   FieldsAre("f, line 3", "c\td", "")));
  }
  std::vector<Text> none;
  EXPECT_TRUE(split_lines("", "f", false, &none).ok());
  EXPECT_TRUE(none.empty());
}

TEST(SplitLines, ATabBetweenThoseOfAPair) {
  std::vector<Text> texts;
  ASSERT_TRUE(split_lines("a\tb\nc\td\te\n\t\n", "f", true, &texts).ok());
  EXPECT_THAT(texts, ElementsAre(FieldsAre("f, line 1", "a", "b"), FieldsAre("f, line 2", "c", "d\te"),
                                 FieldsAre("f, line 3", "", "")));
  const Status status = split_lines("a\tb\nc d\n", "f", true, &texts);
  EXPECT_EQ(status.code(), StatusCode::data_error);
  EXPECT_STREQ(status.message(), "f, line 2: no tab between the two texts of a pair");
}

TEST(ReadTexts, FromArgumentsAndFiles) {
  const std::string path = (std::filesystem::temp_directory_path() / "specimen_read_texts_test.txt").string();
  std::ofstream(path) << "in a file\n";
  const std::string file = "@" + path;
  Arguments arguments;
  arguments.inputs = {"a", "synthetic", file.c_str(), "x.safetensors", "b"};
  std::vector<Text> texts;
  ASSERT_TRUE(read_texts(arguments, &texts).ok());
  EXPECT_THAT(texts, ElementsAre(FieldsAre("text 1", "a", ""), FieldsAre(path + ", line 1", "in a file", ""),
                                 FieldsAre("text 3", "b", "")));
  std::filesystem::remove(path);
  EXPECT_EQ(read_texts(arguments, &texts).code(), StatusCode::not_found);
}

TEST(ReadTexts, TwoByTwo) {
  Arguments arguments;
  arguments.pair = true;
  arguments.inputs = {"a", "b", "c", "d"};
  std::vector<Text> texts;
  ASSERT_TRUE(read_texts(arguments, &texts).ok());
  EXPECT_THAT(texts, ElementsAre(FieldsAre("text 1", "a", "b"), FieldsAre("text 2", "c", "d")));
  arguments.inputs = {"a"};
  texts.clear();
  const Status status = read_texts(arguments, &texts);
  EXPECT_EQ(status.code(), StatusCode::invalid_argument);
  EXPECT_STREQ(status.message(), "text 1: --pair takes texts two by two");
}

}  // namespace
}  // namespace specimen_v2::program
