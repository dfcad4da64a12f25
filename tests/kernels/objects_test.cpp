// What the compiled objects of ResNet-50's kernels and of the test shapes look like from outside.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "check.h"
#include "compiler/assembly.h"
#include "compiler/compile.h"
#include "shapes.h"

namespace specimen::gen {
namespace {

std::string output_of(const std::string& command) {
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  char buffer[4096];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, count);
  pclose(pipe);
  return text;
}

// The kernels that this directory's tests compile anyway.
std::vector<Problem> all_edges() {
  std::vector<Problem> list;
  for (const auto& edges : {conv2d_edges(), winograd_edges(), depthwise_edges(), expand_depthwise_edges(),
                            dense_edges(), pool2d_edges(), other_edges(), gemm_edges(), attention_edges(),
                            attention_of_keys_edges(), norm_edges(), resize_edges(), token_edges()}) {
    list.insert(list.end(), edges.begin(), edges.end());
  }
  return list;
}

class Objects : public testing::TestWithParam<Target> {};

TEST_P(Objects, ImportOnlyWhatTheRuntimeHas) {
  const std::vector<Instance> instances = by_rule(all_edges(), GetParam());
  const KernelLibrary library(instances);
  const std::set<std::string> allowed = {
      "specimen_v2_do_par_for", "specimen_v2_malloc", "specimen_v2_free", "memcpy", "memset", "memmove"};
  // Lines: path:address kind name, or path: U name.
  const std::string directory = std::filesystem::path(library.object(instances[0])).parent_path();
  std::istringstream lines(output_of("cd " + directory + " && nm -A -g *.o"));
  std::multimap<std::string, std::string> exported;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t colon = line.find(':');
    const std::string object = line.substr(0, colon - 2), name = line.substr(line.rfind(' ') + 1);
    const char kind = line[line.rfind(' ') - 1];
    if (kind == 'U') {
      EXPECT_TRUE(allowed.count(name)) << object << " imports " << name;
    } else {
      exported.emplace(object, name);
    }
  }
  ASSERT_EQ(exported.size(), instances.size());
  for (const auto& [object, name] : exported) EXPECT_EQ(name, object);
}

TEST_P(Objects, HotLoopsKeepVectorsInRegisters) {
  std::vector<Problem> problems = resnet50();
  for (const auto& more : {mobilenet_v2(), conv2d_edges(), winograd_edges(), depthwise_edges(),
                           expand_depthwise_edges(), dense_edges(), bert()}) {
    problems.insert(problems.end(), more.begin(), more.end());
  }
  const std::string cache = std::string(SPECIMEN_BINARY_DIR) + "/../kernel-cache";
  std::filesystem::create_directories(cache);
  int with_hot_loop = 0;
  for (const Problem& problem : problems) {
    const Schedule schedule = rule(problem, GetParam());
    const std::string path = cache + "/" + content_key(problem, schedule, GetParam()) + ".s";
    if (!std::filesystem::exists(path)) {
      std::string error;
      const std::string temporary = path + "." + std::to_string(getpid()) + ".s";
      ASSERT_TRUE(compile_assembly(problem, schedule, GetParam(), temporary, &error)) << error;
      std::filesystem::rename(temporary, path);
    }
    std::ifstream file(path);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const std::vector<HotLoop> loops = hot_loops(text);
    with_hot_loop += loops.empty() ? 0 : 1;
    // Non-temporal ones are dropped by Intel's caches before they are read.
    EXPECT_EQ(text.find("prefetchnta"), std::string::npos) << symbol_stem(problem);
    const auto* how_conv = std::get_if<Conv2DSchedule>(&schedule);
    if (how_conv && how_conv->prefetch) {
      EXPECT_NE(text.find("prefetcht1"), std::string::npos) << symbol_stem(problem);
    }
    for (const HotLoop& loop : loops) {
      EXPECT_EQ(loop.stack_moves, 0) << symbol_stem(problem) << " " << to_string(GetParam()) << ": "
                                     << loop.multiply_adds << " multiply-adds";
    }
    const bool attention = std::holds_alternative<Attention>(problem);
    if (attention || (std::holds_alternative<Conv2D>(problem) && std::get<Conv2D>(problem).in_channels >= 64)) {
      EXPECT_FALSE(loops.empty()) << symbol_stem(problem) << ": no hot loop was found";
    }
  }
  EXPECT_GT(with_hot_loop, static_cast<int>(problems.size()) / 2);
}

INSTANTIATE_TEST_SUITE_P(Targets, Objects, testing::Values(Target::v3, Target::v4),
                         [](const auto& info) { return std::string(to_string(info.param)); });

TEST(Assembly, FindsSpillsInInnermostLoopsOnly) {
  std::string loop;
  for (int i = 0; i < 8; ++i) loop += "\tvfmadd231ps\t(%rax), %zmm1, %zmm" + std::to_string(i) + "\n";
  const std::string text =
      "kernel:\n.LBB0_1:\n\tvmovups\t%zmm3, 64(%rsp)\n.LBB0_2:\n" + loop +
      "\tvmovups\t128(%rsp), %zmm9 # 64-byte Reload\n\tvmovaps\t(%rsp,%rax), %zmm10\n\taddq $64, %rax\n" +
      "\tjne\t.LBB0_2\n\tdecq %rcx\n\tjne\t.LBB0_1\n\tretq\n";
  const std::vector<HotLoop> loops = hot_loops(text);
  ASSERT_EQ(loops.size(), 1u);
  EXPECT_EQ(loops[0].function, "kernel");
  EXPECT_EQ(loops[0].label, ".LBB0_2");
  EXPECT_EQ(loops[0].multiply_adds, 8);
  EXPECT_EQ(loops[0].stack_moves, 1);
  EXPECT_EQ(loops[0].instructions, 12);
}

}  // namespace
}  // namespace specimen::gen
