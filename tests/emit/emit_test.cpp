#include "emit/emit.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "emit/view.h"
#include "graph/maker.h"
#include "passes/passes.h"
#include "plan/build.h"

namespace specimen::gen {
namespace {

std::map<std::string, std::string> read(const std::string& directory, const std::string& prefix) {
  std::map<std::string, std::string> files;
  Diagnostics diagnostics;
  const std::string root = std::string(SPECIMEN_SOURCE_DIR) + "/" + directory + "/";
  for (const std::string& path : files_below(root, "")) {
    const auto text = read_file(path, 1 << 24, diagnostics);
    if (text) files[prefix + path.substr(root.size())] = *text;
  }
  return files;
}

EmitOptions options_of(bool shared) {
  EmitOptions options;
  options.shared_runtime = shared;
  options.templates = read("templates", "");
  options.bundled = read("runtime", "runtime/");
  for (auto& [path, text] : read("generator/base", "base/")) options.bundled[path] = text;
  for (auto& [path, text] : read("generator/kernels", "kernels/")) options.bundled[path] = text;
  for (auto& [path, text] : read("generator/compiler", "compiler/")) options.bundled[path] = text;
  return options;
}

Plan plan_of(int blocks = 3, bool preact = false) {
  return build_plan(run_passes(sample_network(12, blocks, preact).graph, TargetKind::cpu), TargetKind::cpu);
}

std::map<std::string, GeneratedFile> emitted(const Plan& plan, bool shared) {
  std::vector<GeneratedFile> files;
  std::string error;
  EXPECT_TRUE(emit(plan, options_of(shared), &files, &error)) << error;
  std::map<std::string, GeneratedFile> by_path;
  for (GeneratedFile& file : files) {
    const std::string path = file.path;
    EXPECT_TRUE(by_path.emplace(path, std::move(file)).second) << path << " twice";
  }
  return by_path;
}

TEST(Emit, ADirectoryThatStandsAloneHoldsWhatItIncludes) {
  const auto files = emitted(plan_of(), false);
  for (const char* path : {"made.h", "made.cpp", "made_pack.cpp", "made_kernels.h", "made_kernels.cpp", "made_c.h",
                           "made_c.cpp", "main.cpp", "test.cpp", "CMakeLists.txt", "README.md", "plan.json",
                           "kernels/references.cpp", "compile_kernels.cpp", "compiler/compile.cpp", "base/seal.h",
                           "runtime/core/imports.cpp", "runtime/core/context.cpp"}) {
    EXPECT_TRUE(files.count(path)) << path;
  }
  EXPECT_NE(files.at("CMakeLists.txt").text.find("runtime/core/threads.cpp"), std::string::npos);
}

// A program holds the command line and what its model reads; the libraries hold none of it.
TEST(Emit, AProgramHoldsWhatItsModelReads) {
  Plan texts = build_plan(run_passes(sample_encoder().graph, TargetKind::cpu), TargetKind::cpu);
  texts.entries[0].inputs[0].meaning = FromText{};
  for (const auto& [plan, reads_texts] : {std::pair(plan_of(), false), std::pair(texts, true)}) {
    const auto files = emitted(plan, false);
    EXPECT_TRUE(files.count("runtime/program/program.cpp"));
    EXPECT_EQ(files.count("runtime/program/texts.cpp") > 0, reads_texts);
    EXPECT_EQ(files.count("runtime/program/read_texts.cpp") > 0, reads_texts);
    EXPECT_EQ(files.count("runtime/text/wordpiece.cpp") > 0, reads_texts);
    const std::string& cmake = files.at("CMakeLists.txt").text;
    EXPECT_GT(cmake.find("runtime/program/"), cmake.find("add_executable(" + plan.model + "_run "));
  }
}

// An input of ids is no reason for a function that reads ids: unused, it would be a warning.
TEST(Emit, IdsThatNoKernelReadsLeaveNothingUnused) {
  Maker m;
  m.tokens("ids");
  m.output("y", m.relu(m.input("image", 4, 4, 3), "relu"));
  const std::string text = emitted(build_plan(run_passes(m.graph, TargetKind::cpu), TargetKind::cpu), true)
                               .at("kernels/references.cpp")
                               .text;
  EXPECT_EQ(text.find("const_tokens"), std::string::npos);
}

// A model of texts and images names what fills padding, too.
TEST(Emit, PaddingBesideTexts) {
  Maker m;
  m.tokens("ids");
  m.output("y", m.conv(m.relu(m.conv(m.input("image", 4, 4, 3), 8, 1, 1, "stem"), "relu"), 8, 3, 1, "conv"));
  const auto files = emitted(build_plan(run_passes(m.graph, TargetKind::cpu), TargetKind::cpu), true);
  ASSERT_NE(files.at("made.cpp").text.find("fill_padding("), std::string::npos);
  EXPECT_NE(files.at("made_kernels.h").text.find("::kLowest;"), std::string::npos);
}

TEST(Emit, ASharedRuntimeIsNotCopied) {
  for (const auto& [path, file] : emitted(plan_of(), true)) {
    EXPECT_FALSE(file.template_name.empty()) << path;
    EXPECT_NE(path.substr(0, 8), "runtime/");
  }
}

TEST(Emit, EveryFileCarriesItsHashAndKnowsItsTemplate) {
  for (const auto& [path, file] : emitted(plan_of(), true)) {
    EXPECT_TRUE(is_as_generated(file.text)) << path;
    if (path == "plan.json") continue;
    const auto lines = static_cast<std::size_t>(std::count(file.text.begin(), file.text.end(), '\n'));
    EXPECT_EQ(file.template_lines.size(), lines) << path;
  }
}

TEST(Emit, SameInputSameBytes) {
  const auto a = emitted(plan_of(), false), b = emitted(plan_of(), false);
  ASSERT_EQ(a.size(), b.size());
  for (const auto& [path, file] : a) EXPECT_EQ(file.text, b.at(path).text) << path;
}

TEST(Emit, DepthIsALoopNotMoreText) {
  const auto few = emitted(plan_of(3), true), many = emitted(plan_of(30), true);
  auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  EXPECT_EQ(lines(few.at("made.cpp").text), lines(many.at("made.cpp").text));
}

// A residual is written over its block's input: one buffer, whatever the number of iterations.
TEST(Emit, LoopsOverResidualsRunInPlace) {
  for (int blocks : {3, 4, 5}) {
    const auto files = emitted(plan_of(blocks), true);
    const std::string& text = files.at("made.cpp").text;
    EXPECT_NE(text.find("for ("), std::string::npos) << text;
    EXPECT_NE(text.find("stage1, stage1"), std::string::npos) << text;
    EXPECT_EQ(text.find("_next"), std::string::npos) << text;
  }
}

TEST(Emit, TheOpsOfTheViewAreThoseOfThePlan) {
  const Plan plan = plan_of(4);
  const View ops = ops_view(plan, plan.entries[0]);
  int calls = 0;
  for (const PlanKernel& kernel : plan.kernels) calls += kernel.calls;
  EXPECT_EQ(ops.size(), static_cast<std::size_t>(calls));
}

// What ops cost for each length adds up to what the plan says of the whole.
TEST(Emit, TheCostsOfTheOpsAreThoseOfThePlan) {
  auto flops = [](const Plan& plan, long long tokens) {
    long long sum = 0;
    for (const View& op : ops_view(plan, plan.entries[0])) {
      long long cost[3] = {};
      std::sscanf(op["flops"].get<std::string>().c_str(), "%lld, %lld, %lld", &cost[0], &cost[1], &cost[2]);
      sum += cost[0] + cost[1] * tokens + cost[2] * tokens * tokens;
    }
    return sum;
  };
  const Plan images = plan_of(4),
             texts = build_plan(run_passes(sample_encoder().graph, TargetKind::cpu), TargetKind::cpu);
  EXPECT_EQ(flops(images, 0), images.entries[0].flops);
  EXPECT_EQ(flops(texts, 16), texts.entries[0].flops);
  for (int tokens : {1, 7, 16}) EXPECT_EQ(flops(texts, tokens), flops_of(texts, texts.entries[0], tokens)) << tokens;
}

TEST(Emit, NamesOfTheModelCannotBecomeCode) {
  Plan plan = plan_of();
  plan.doc = "*/ int main() { return 1; } /*\n#include <evil>\\";
  plan.source = "[x](javascript:y) `z`\n\n# h";
  plan.entries[0].outputs[0].meaning.labels = "x\"; int y;";
  plan.entries[0].outputs[0].name = "a\"b\n";
  for (const auto& [path, file] : emitted(plan, true)) {
    if (path == "plan.json") continue;
    EXPECT_EQ(file.text.find("\n#include <evil>"), std::string::npos) << path;
    EXPECT_EQ(file.text.find("\na\"b"), std::string::npos) << path;
  }
}

TEST(Emit, AMissingTemplateIsAnError) {
  EmitOptions options = options_of(true);
  options.templates.erase("model.cpp.mustache");
  std::vector<GeneratedFile> files;
  std::string error;
  EXPECT_FALSE(emit(plan_of(), options, &files, &error));
  EXPECT_EQ(error, "templates/model.cpp.mustache: the file is missing");
  options.templates["model.cpp.mustache"] = "{{oops}}\n";
  EXPECT_FALSE(emit(plan_of(), options, &files, &error));
  EXPECT_EQ(error, "templates/model.cpp.mustache: the view has no `oops`");
}

TEST(Emit, TheViewIsJson) {
  const auto view = nlohmann::json::parse(view_text(plan_of(), options_of(true)));
  EXPECT_EQ(view["model"], "made");
  EXPECT_FALSE(view["functions"].empty());
}

}  // namespace
}  // namespace specimen::gen
