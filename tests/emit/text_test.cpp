#include "emit/text.h"

#include <gtest/gtest.h>

#include "emit/bundle.h"
#include "emit/emit.h"

namespace specimen::gen {
namespace {

TEST(Text, LiteralsHoldAnything) {
  EXPECT_EQ(cpp_literal("plain"), "\"plain\"");
  EXPECT_EQ(cpp_literal("a\"b\\c\nd\x01"), "\"a\\\"b\\\\c\\012d\\001\"");
  EXPECT_EQ(cpp_literal("\xc3\xa9"
                        "1"),
            "\"\\303\\2511\"");  // an octal escape ends after three digits
  EXPECT_EQ(cpp_literal("?\?/"), "\"\\?\\?/\"");
}

TEST(Text, CommentsStayOnOneLine) {
  EXPECT_EQ(comment_text("a\nint main() {}\r\n"), "a int main() {}");
  EXPECT_EQ(comment_text("ends in a backslash \\"), "ends in a backslash /");
}

TEST(Text, MarkdownShowsAsItIs) { EXPECT_EQ(markdown_text("<b>*x*</b> `y`"), "\\<b\\>\\*x\\*\\</b\\> \\`y\\`"); }

TEST(Text, Numbers) {
  EXPECT_EQ(grouped(25612201), "25,612,201");
  EXPECT_EQ(grouped(1), "1");
  EXPECT_EQ(flops_text(8178000000), "8.18 GFLOP");
  EXPECT_EQ(flops_text(0), "0 FLOP");
  EXPECT_EQ(bytes_text(1500), "1.5 kB");
}

TEST(Stamp, TellsWhetherTheTextWasEdited) {
  const std::string text = stamp("// made by\n// specimen-hash: ----------------\nint x;\n");
  EXPECT_TRUE(is_as_generated(text));
  EXPECT_EQ(stamp(text), text);
  EXPECT_FALSE(is_as_generated(text + " "));
  std::string other = text;
  other[text.find("specimen-hash: ") + 15] ^= 1;
  EXPECT_FALSE(is_as_generated(other));
  EXPECT_FALSE(is_as_generated("int x;\n"));
  EXPECT_FALSE(is_as_generated("// specimen-hash: 123"));
  EXPECT_EQ(stamp("no place for it"), "no place for it");
}

TEST(Bundle, FollowsIncludes) {
  const std::map<std::string, std::string> files = {
      {"main.cpp", "#include <vector>\n#include \"runtime/a.h\"\n"},
      {"runtime/a.h", "#include \"runtime/b.h\"\n"},
      {"runtime/a.cpp", "#include \"runtime/a.h\"\n#include \"runtime/hidden.h\"\n"},
      {"runtime/b.h", "// #include \"runtime/not.h\"\n"},
      {"runtime/hidden.h", ""},
      {"runtime/not.h", ""},
      {"kernels/x/problem.h", "  #include \"../common/y.h\"\n#include \"schedule.h\"\n"},
      {"kernels/x/schedule.h", "#include \"problem.h\"\n"},
      {"kernels/common/y.h", "#include \"../../../outside.h\"\n"},
      {"outside.h", ""},
  };
  using Paths = std::vector<std::string>;
  EXPECT_EQ(closure(files, {"main.cpp"}, false), (Paths{"main.cpp", "runtime/a.h", "runtime/b.h"}));
  EXPECT_EQ(closure(files, {"main.cpp"}, true),
            (Paths{"main.cpp", "runtime/a.cpp", "runtime/a.h", "runtime/b.h", "runtime/hidden.h"}));
  EXPECT_EQ(closure(files, {"kernels/x/problem.h"}, false),
            (Paths{"kernels/common/y.h", "kernels/x/problem.h", "kernels/x/schedule.h", "outside.h"}));
  EXPECT_EQ(closure(files, {"nowhere.h"}, true), Paths{});
}

}  // namespace
}  // namespace specimen::gen
