#include "base/diagnostics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/ids.h"
#include "base/nearest.h"
#include "base/text.h"

namespace specimen::gen {
namespace {

using testing::HasSubstr;
using testing::Not;

Span find(const SourceFile& file, std::string_view text) {
  std::size_t at = file.text().find(text);
  return {&file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + text.size())};
}

TEST(Diagnostics, PrintsLineAndCaret) {
  SourceFile file("specs/my/net.json", "{\n  \"edit\": [\n    {\"at\": \"stage5/*/relu\"}\n  ]\n}\n");
  SourceFile other("specs/vision/resnet.json", "{\n\n  \"layers\": []}\n");
  Diagnostics diagnostics;
  diagnostics.error(Kind::tensor_unknown, find(file, "stage5/*/relu"), "no layer matches `{}`", "stage5/*/relu")
      .note_at(find(other, "\"layers\""), "the model has stage1 .. stage4")
      .note("look again");
  EXPECT_EQ(diagnostics.text(),
            "specs/my/net.json:3:13: error: no layer matches `stage5/*/relu` [tensor_unknown]\n"
            "  3 |     {\"at\": \"stage5/*/relu\"}\n"
            "    |             ^^^^^^^^^^^^^\n"
            "note: the model has stage1 .. stage4 (specs/vision/resnet.json:3:3)\n"
            "note: look again\n");
}

TEST(Diagnostics, WithoutAPlace) {
  Diagnostics diagnostics;
  diagnostics.error(Kind::argument_malformed, {}, "`{}` does not set an argument", "x");
  EXPECT_EQ(diagnostics.text(), "error: `x` does not set an argument [argument_malformed]\n");
  EXPECT_EQ(diagnostics.exit_class(), ExitClass::usage);
}

TEST(Diagnostics, WarningsAreNoErrors) {
  Diagnostics diagnostics;
  EXPECT_EQ(diagnostics.exit_class(), ExitClass::success);
  diagnostics.error(Kind::spec_unused_symbol, {}, "unused");
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_EQ(diagnostics.warnings(), 1);
  EXPECT_EQ(diagnostics.exit_class(), ExitClass::success);
  EXPECT_EQ(diagnostics.text(), "warning: unused [spec_unused_symbol]\n");
}

TEST(Diagnostics, ManyErrorsAreCut) {
  Diagnostics diagnostics(3);
  for (int i = 0; i < 10; ++i) diagnostics.error(Kind::json_syntax, {}, "error {}", i).note("note");
  EXPECT_EQ(diagnostics.errors(), 10);
  EXPECT_EQ(diagnostics.list().size(), 3u);
  EXPECT_TRUE(diagnostics.full());
  EXPECT_THAT(diagnostics.text(), HasSubstr("7 errors more not shown"));
}

TEST(Diagnostics, ColumnsCountCharacters) {
  SourceFile file("t", "\"\xC3\xA9\xC3\xA9\xF0\x9F\x98\x80x\"\r\n\tb");
  EXPECT_EQ(to_string(find(file, "x")), "t:1:5");
  EXPECT_EQ(to_string(find(file, "b")), "t:2:2");
  EXPECT_EQ(file.line(1), "\"\xC3\xA9\xC3\xA9\xF0\x9F\x98\x80x\"");
  EXPECT_EQ(file.lines(), 2);
  EXPECT_EQ(file.line(3), "");
  Diagnostics diagnostics;
  diagnostics.error(Kind::json_syntax, find(file, "x"), "here");
  EXPECT_THAT(diagnostics.text(), HasSubstr("\n    |     ^\n"));
}

TEST(Diagnostics, LongLinesAreCutAroundThePlace) {
  SourceFile file("t", std::string(5000, 'a') + "HERE" + std::string(5000, 'b'));
  Diagnostics diagnostics;
  diagnostics.error(Kind::json_syntax, find(file, "HERE"), "here");
  std::string text = diagnostics.text();
  EXPECT_LT(text.size(), 500u);
  std::size_t line = text.find("  1 | "), carets = text.find("    | ");
  EXPECT_EQ(text.find("HERE") - line, text.find('^') - carets);
}

TEST(Diagnostics, PlacesAtTheEndsOfAFile) {
  SourceFile empty("t", "");
  for (Span span : {Span{&empty, 0, 0}, Span{&empty, 5, 9}}) {
    Diagnostics diagnostics;
    diagnostics.error(Kind::json_syntax, span, "here");
    EXPECT_THAT(diagnostics.text(), HasSubstr("t:1:1"));
  }
  SourceFile file("t", "{\n}\n");
  Diagnostics diagnostics;
  diagnostics.error(Kind::json_syntax, {&file, 0, 4}, "all");
  diagnostics.error(Kind::json_syntax, {&file, 4, 4}, "end");
  EXPECT_THAT(diagnostics.text(), HasSubstr("t:3:1"));
}

TEST(Diagnostics, HostileTextCannotSteerTheTerminal) {
  SourceFile file("t\033[2J", "\"\033[31mred\"\a\x7f");
  Diagnostics diagnostics;
  diagnostics.error(Kind::json_syntax, {&file, 0, 3}, "{}", "a\033]0;title\a\nfake: error")
      .note("\xE2\x80\xAE reversed \xFF");
  std::string text = diagnostics.text();
  for (char c : text)
    EXPECT_TRUE(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)) << static_cast<int>(c);
  EXPECT_THAT(text, HasSubstr("\\x1b]0;title"));
  EXPECT_THAT(text, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_THAT(diagnostics.text(true), HasSubstr("\033[1;31merror"));
}

TEST(Diagnostics, Json) {
  SourceFile file("a\"b.json", "x");
  Diagnostics diagnostics;
  EXPECT_EQ(to_json(diagnostics), "[]\n");
  diagnostics.error(Kind::json_syntax, {&file, 0, 1}, "bad \"thing\"").note("cure");
  EXPECT_EQ(to_json(diagnostics),
            "[\n  {\"kind\": \"json_syntax\", \"severity\": \"error\", \"file\": \"a\\\"b.json\", \"line\": 1, "
            "\"column\": 1, \"message\": \"bad "
            "\\\"thing\\\"\", \"notes\": [{\"message\": \"cure\"}]}\n]\n");
}

TEST(Diagnostics, TheTableIsWellFormed) {
  std::set<std::string> names;
  for (const KindInfo& kind : all_kinds()) {
    EXPECT_TRUE(is_lower_name(kind.name)) << kind.name;
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
    std::string description = kind.description;
    EXPECT_EQ(description.back(), '.') << kind.name;
    EXPECT_TRUE(description[0] == '`' || (description[0] >= 'A' && description[0] <= 'Z')) << kind.name;
    EXPECT_EQ(&info(kind.kind), &info(kind.kind));
    EXPECT_STREQ(info(kind.kind).name, kind.name);
  }
}

TEST(Nearest, FindsWhatWasMeant) {
  std::vector<std::string> names = {"filters",  "kernel_size", "strides",        "padding",
                                    "use_bias", "Conv2D",      "DepthwiseConv2D"};
  EXPECT_EQ(nearest("filter", names), "filters");
  EXPECT_EQ(nearest("fliters", names), "filters");
  EXPECT_EQ(nearest("kernelsize", names), "kernel_size");
  EXPECT_EQ(nearest("conv2d", names), "Conv2D");
  EXPECT_EQ(nearest("banana", names), "");
  EXPECT_EQ(nearest("", names), "");
  EXPECT_EQ(nearest(std::string(100000, 'a'), names), "");
  EXPECT_EQ(edit_distance("abc", "abc"), 0);
  EXPECT_EQ(edit_distance("abc", "aBc"), 1);
  EXPECT_EQ(edit_distance("abc", "acb"), 2);
  EXPECT_EQ(edit_distance("", "abc"), 6);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 6);
}

TEST(Text, SnakeCaseIsKerass) {
  // keras.src.utils.naming.to_snake_case
  EXPECT_EQ(snake_case("Conv2D"), "conv2d");
  EXPECT_EQ(snake_case("BatchNormalization"), "batch_normalization");
  EXPECT_EQ(snake_case("MaxPooling2D"), "max_pooling2d");
  EXPECT_EQ(snake_case("GlobalAveragePooling2D"), "global_average_pooling2d");
  EXPECT_EQ(snake_case("ReLU"), "re_lu");
  EXPECT_EQ(snake_case("LSTMCell"), "lstm_cell");
  EXPECT_EQ(snake_case("Add"), "add");
  EXPECT_EQ(snake_case("GRU"), "gru");
}

TEST(Text, Helpers) {
  EXPECT_EQ(printable("a\x01\n\t\xC3\xA9"), "a\\x01\\n\\t\xC3\xA9");
  EXPECT_EQ(printable(std::string(100, 'a'), 10), "aaaaaa...aaaa");
  EXPECT_LT(printable(std::string(10000000, 'a'), 10).size(), 20u);
  EXPECT_EQ(number_text(1), "1.0");
  EXPECT_EQ(number_text(1e-5), "1e-05");
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(json_string("a\"\\\n\x02"), "\"a\\\"\\\\\\n\\u0002\"");
  EXPECT_EQ(join({"a", "b"}, ", "), "a, b");
  EXPECT_EQ(split("a//b", '/'), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(trim("  a b\n"), "a b");
  EXPECT_TRUE(is_identifier("_a1"));
  EXPECT_FALSE(is_identifier("1a"));
  EXPECT_FALSE(is_identifier("a-b"));
  EXPECT_FALSE(is_identifier(""));
  EXPECT_TRUE(is_lower_name("resnet50"));
  EXPECT_FALSE(is_lower_name("ResNet"));
  EXPECT_TRUE(is_upper_camel("Conv2D"));
  EXPECT_FALSE(is_upper_camel("conv2d"));
  EXPECT_EQ(count_of(1, "layer"), "1 layer");
  EXPECT_EQ(count_of(3, "layer"), "3 layers");
}

TEST(Id, NoneUnlessSet) {
  using A = Id<struct ATag>;
  EXPECT_FALSE(A().valid());
  EXPECT_TRUE(A(0).valid());
  EXPECT_TRUE(A(1) < A(2));
  EXPECT_EQ(std::hash<A>()(A(7)), std::hash<A>()(A(7)));
}

}  // namespace
}  // namespace specimen::gen
