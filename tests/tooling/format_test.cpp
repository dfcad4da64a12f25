#include "tooling/format.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace specimen::gen {
namespace {

const char kUntidy[] =
    "#include <vector>\n"
    "#include <array>\n"
    "\n"
    "namespace specimen{\n"
    "void forward(float*a,const float &b){a[0]=b;\n"
    "\n"
    "\n"
    "a[1] = b; }\n"
    "}\n";

TEST(Format, IsWhatTheProgramWouldWrite) {
  const std::string directory = testing::TempDir();
  const std::string before = directory + "/format_test.cpp";
  const std::string after = directory + "/format_test.formatted";
  std::ofstream(before) << kUntidy;
  const std::string style = std::string(SPECIMEN_SOURCE_DIR) + "/.clang-format";
  const std::string command = "clang-format-19 --style=file:'" + style + "' '" + before + "' > '" + after + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  std::stringstream expected;
  expected << std::ifstream(after).rdbuf();
  EXPECT_EQ(format_source(kUntidy, "format_test.cpp"), expected.str());
}

TEST(Format, IsStable) {
  const std::string once = format_source(kUntidy, "a.cpp");
  EXPECT_EQ(format_source(once, "a.cpp"), once);
}

TEST(Format, LinesKeepTheirTemplateLines) {
  SourceText source;
  source.path = "a.cpp";
  source.text = kUntidy;
  source.template_lines = {1, 2, 3, 10, 11, 12, 13, 20, 21};
  const SourceText result = format_source(source);
  std::istringstream lines(result.text);
  std::string line;
  int found = 0;
  for (std::size_t i = 0; std::getline(lines, line); ++i) {
    ASSERT_LT(i, result.template_lines.size());
    const int from = result.template_lines[i];
    const auto holds = [&line](const char* text) { return line.find(text) != std::string::npos; };
    const int expected = holds("<array>") ? 2 : holds("<vector>") ? 1 : holds("a[1]") ? 20 : holds("a[0]") ? 11 : from;
    EXPECT_EQ(from, expected) << line;
    found += from == expected && expected != 0 ? 1 : 0;
  }
  EXPECT_GE(found, 6);
}

TEST(Format, TextThatDoesNotParseIsKept) {
  EXPECT_NE(format_source("void f( { ] \n", "a.cpp").find("void f("), std::string::npos);
  EXPECT_EQ(format_source("", "a.cpp"), "");
}

}  // namespace
}  // namespace specimen::gen
