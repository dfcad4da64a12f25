// What generated code must not do is put into clean code by hand, and each time reported with its place.
#include "tooling/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace specimen::gen {
namespace {

const char kModel[] = R"(#include "model.h"

#include <cstdint>

namespace specimen {
// two
static void block(float* y, const float* x, int n) {
  for (int i = 0; i < n; ++i) {
    y[i] = x[i] > 0 ? x[i] : 0;
  }
  // inject
}

Status forward(Context& context, const float* x, float* y) {
  block(y, x, context.size);
  return Status();
}
}  // namespace specimen
)";

const char kHeader[] = R"(#pragma once
namespace specimen {
struct Context {
  int size = 0;
};
class Status {
 public:
  bool ok() const { return true; }
};
Status forward(Context& context, const float* x, float* y);
}  // namespace specimen
)";

CheckOptions options() {
  CheckOptions options;
  options.hot_functions = {"forward"};
  options.allowed_headers = {"cstdint", "vector", "functional", "memory", "string",  "mutex", "algorithm",
                             "array",   "atomic", "cstring",    "cmath",  "cstdlib", "new"};
  return options;
}

// The model with `inside` in its block, `before` ahead of the block (in its namespace) and `top` ahead of everything.
// Each line of the text comes from the template's line with the same number plus 100.
std::vector<SourceText> model(std::string inside, std::string before = "", std::string top = "") {
  std::string text = kModel;
  text.replace(text.find("// inject"), 9, inside);
  text.replace(text.find("// two"), 6, before);
  text = top + text;
  SourceText source;
  source.path = "model.cpp";
  source.text = text;
  source.template_name = "model.cpp.mustache";
  for (long line = 0; line < std::count(text.begin(), text.end(), '\n'); ++line) {
    source.template_lines.push_back(static_cast<int>(line) + 101);
  }
  SourceText header;
  header.path = "model.h";
  header.text = kHeader;
  header.template_name = "model.h.mustache";
  return {source, header};
}

std::string all(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += finding_text(finding) + "\n";
  }
  return text;
}

// Exactly one finding, of this rule, at the line that holds `marker`.
void expect_one(const std::vector<SourceText>& files, const std::string& rule, const std::string& marker,
                const CheckOptions& with = options()) {
  const std::vector<Finding> findings = check_sources(files, with);
  ASSERT_EQ(findings.size(), 1u) << all(findings);
  const std::string& text = files[0].text;
  const auto position = static_cast<long>(text.find(marker));
  const int line = static_cast<int>(std::count(text.begin(), text.begin() + position, '\n')) + 1;
  EXPECT_EQ(findings[0].rule, rule) << all(findings);
  EXPECT_EQ(findings[0].path, "model.cpp");
  EXPECT_EQ(findings[0].line, line) << all(findings);
  EXPECT_GT(findings[0].column, 0);
  EXPECT_EQ(findings[0].template_name, "model.cpp.mustache");
  EXPECT_EQ(findings[0].template_line, line + 100);
}

TEST(Check, CleanCodePasses) { EXPECT_EQ(all(check_sources(model("", ""), options())), ""); }

TEST(Check, CleanUseOfTheStandardLibraryPasses) {
  const std::string before = R"(
static float sum(const std::vector<float>& values, const std::array<int, 3>& shape, std::atomic<int>& count) {
  float result = 0;
  for (float value : values) result += std::max(value, 0.0f);
  for (int extent : shape) result *= static_cast<float>(extent);
  count.fetch_add(1);
  return result + std::sqrt(values[0]) + static_cast<float>(values.size());
}
struct Plain { alignas(16) char storage[16]; };
)";
  const std::string inside = R"(
  static const std::vector<float>* given = nullptr;
  std::atomic<int> count{0};
  const std::array<int, 3> shape = {1, 2, 3};
  if (given != nullptr) y[0] = sum(*given, shape, count);
  Plain place;
  new (place.storage) float(1.0f);
  float copy[4] = {};
  std::memcpy(copy, x, sizeof(copy));
  float* pointers[2] = {copy, y};
  std::swap(pointers[0], pointers[1]);
  std::sort(copy, copy + 4, [](float a, float b) { return a > b; });
)";
  const std::string top =
      "#include <algorithm>\n#include <array>\n#include <atomic>\n#include <cmath>\n#include <cstring>\n"
      "#include <new>\n#include <vector>\n";
  EXPECT_EQ(all(check_sources(model(inside, before, top), options())), "");
}

TEST(Check, New) { expect_one(model("y[0] = *new float(1);"), "allocation", "new float"); }
TEST(Check, Delete) { expect_one(model("delete[] y;"), "allocation", "delete[]"); }
TEST(Check, OperatorNew) {
  expect_one(model("(void)::operator new(4);", "", "#include <new>\n"), "allocation", "::operator new");
}
TEST(Check, Malloc) { expect_one(model("std::free(y);", "", "#include <cstdlib>\n"), "allocation", "std::free"); }
TEST(Check, Throw) { expect_one(model("if (n < 0) throw 1;"), "throw", "throw 1"); }
TEST(Check, ThrowingMember) {
  expect_one(model("y[0] = std::array<float, 2>{1, 2}.at(0);", "", "#include <array>\n"), "throw", ".at(0)");
}

TEST(Check, VirtualCall) {
  expect_one(model("Base* base = nullptr; base->run();", "struct Base { virtual void run() {} };"), "virtual_call",
             "base->run");
}

TEST(Check, FinalAndQualifiedCallsAreNotVirtual) {
  const std::string before =
      "struct Base { virtual void run() {} };\nstruct Last final : Base { void run() override {} };";
  EXPECT_EQ(all(check_sources(model("Last last; last.run(); last.Base::run();", before), options())), "");
}

TEST(Check, AllocationInADevirtualizedCallee) {
  const std::string before =
      "struct Base { virtual float* run() { return nullptr; } };\n"
      "struct Last final : Base { float* run() override { return new float(1); } };";
  expect_one(model("Last last; y = last.run();", before), "allocation", "new float");
}

TEST(Check, StdFunction) {
  expect_one(model("run(hook);",
                   "static std::function<void(float)> hook;\n"
                   "static void run(const std::function<void(float)>& f) {\n  f(2);\n}",
                   "#include <functional>\n"),
             "std_function", "f(2)");
}

TEST(Check, PushBackBehindATypedef) {
  expect_one(model("list.push_back(n);", "using Things = std::vector<int>;\ntypedef Things List;\nstatic List list;",
                   "#include <vector>\n"),
             "allocation", "list.push_back");
}

TEST(Check, AllocatingCalleeTwoCallsDeep) {
  const std::vector<SourceText> files =
      model("helper(n);",
            "static int* deep(int n) {\n  return new int[static_cast<unsigned>(n)];\n}\n"
            "static int* middle(int n) { return deep(n); }\n"
            "static void helper(int n) { delete_later(middle(n)); }");
  std::vector<SourceText> with = files;
  std::string& text = with[0].text;
  text.replace(text.find("static int* deep"), 0, "static void delete_later(int* p) { *p = 0; } ");
  expect_one(with, "allocation", "new int[");
  EXPECT_NE(check_sources(with, options())[0].message.find("forward -> block -> helper -> middle -> deep"),
            std::string::npos);
}

TEST(Check, StringConstruction) {
  expect_one(model("name_of(\"x\");", "static void name_of(const std::string& s) { (void)s; }", "#include <string>\n"),
             "allocation", "name_of(\"x\")");
}

TEST(Check, VectorConstruction) {
  const std::vector<Finding> findings =
      check_sources(model("std::vector<float> copy(4);\n  y[0] = copy[0];", "", "#include <vector>\n"), options());
  ASSERT_FALSE(findings.empty());
  for (const Finding& finding : findings) {
    EXPECT_EQ(finding.rule, "allocation") << finding_text(finding);
    EXPECT_EQ(finding.line, 12) << finding_text(finding);
  }
}

TEST(Check, MakeUnique) {
  const std::vector<Finding> findings =
      check_sources(model("y[0] = *std::make_unique<float>(1.0f);", "", "#include <memory>\n"), options());
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings[0].rule, "allocation");
}

TEST(Check, Lock) {
  expect_one(model("std::lock_guard<std::mutex> guard(mutex);", "static std::mutex mutex;", "#include <mutex>\n"),
             "lock", "std::lock_guard");
}

TEST(Check, GuardedStatic) {
  expect_one(model("static const int first = seed(n);\n  y[0] = first;", "static int seed(int n) { return n; }"),
             "lock", "static const int first");
}

TEST(Check, ForbiddenHeader) { expect_one(model("", "", "#include <iostream>\n"), "header", "<iostream>"); }

TEST(Check, PatternOfHeaders) {
  CheckOptions with = options();
  with.allowed_headers.push_back("io*");
  EXPECT_EQ(all(check_sources(model("", "", "#include <iostream>\n"), with)), "");
}

TEST(Check, SyntaxError) { expect_one(model("y[0] = ;"), "compile", "y[0] = ;"); }
TEST(Check, UnknownName) { expect_one(model("missing(y);"), "compile", "missing(y)"); }
TEST(Check, Warning) { expect_one(model("int unused = 1;"), "compile", "unused = 1"); }
TEST(Check, MissingHeader) {
  const std::vector<Finding> findings = check_sources(model("", "", "#include \"gone.h\"\n"), options());
  EXPECT_NE(all(findings).find("'gone.h' file not found (model.cpp:1:10) [compile]"), std::string::npos)
      << all(findings);
}

TEST(Check, ErrorInAGeneratedHeaderIsReportedThere) {
  std::vector<SourceText> files = model("");
  files[1].text += "int broken = \"text\";\n";
  const std::vector<Finding> findings = check_sources(files, options());
  ASSERT_EQ(findings.size(), 1u) << all(findings);
  EXPECT_EQ(findings[0].path, "model.h");
  EXPECT_EQ(findings[0].template_name, "model.h.mustache");
  EXPECT_EQ(findings[0].template_line, 0);
}

TEST(Check, AllocationOffTheHotPathIsFine) {
  EXPECT_EQ(all(check_sources(model("", "int* load(int n);\nint* load(int n) { return new int(n); }"), options())), "");
}

TEST(Check, UnevaluatedCallIsFine) {
  EXPECT_EQ(all(check_sources(model("y[0] = static_cast<float>(sizeof(*load(n)));",
                                    "int* load(int n);\nint* load(int n) { return new int(n); }"),
                              options())),
            "");
}

TEST(Check, MissingRoot) {
  CheckOptions with = options();
  with.hot_functions.push_back("decode");
  const std::vector<Finding> findings = check_sources(model(""), with);
  ASSERT_EQ(findings.size(), 1u) << all(findings);
  EXPECT_EQ(findings[0].rule, "no_function");
  EXPECT_NE(findings[0].message.find("`decode`"), std::string::npos);
}

TEST(Check, HeaderOnDiskIsFollowed) {
  const std::string directory = testing::TempDir() + "/check_test_runtime";
  std::filesystem::create_directories(directory + "/runtime");
  std::ofstream(directory + "/runtime/arena.h")
      << "#pragma once\ninline float* arena(int n) {\n  return new float[static_cast<unsigned>(n)];\n}\n";
  CheckOptions with = options();
  with.include_dirs = {directory};
  with.allowed_headers.push_back("runtime/*");
  const std::vector<Finding> findings =
      check_sources(model("y = ::arena(n);", "", "#include \"runtime/arena.h\"\n"), with);
  ASSERT_EQ(findings.size(), 1u) << all(findings);
  EXPECT_EQ(findings[0].path, "runtime/arena.h");
  EXPECT_EQ(findings[0].line, 3);
}

TEST(Check, FindingsAreTheSameEachTime) {
  const std::vector<SourceText> files = model("delete y; missing(); throw 1;", "", "#include <iostream>\n");
  EXPECT_EQ(all(check_sources(files, options())), all(check_sources(files, options())));
}

}  // namespace
}  // namespace specimen::gen
