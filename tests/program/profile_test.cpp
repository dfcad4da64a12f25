#include "runtime/program/profile.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace specimen_v2::program {
namespace {

constexpr OpInfo kOps[] = {{"conv1", {1000, 100, 10}, {2000}}, {"a/logits", {0, 20}, {0, 7}}};

ModelInfo info() {
  static constexpr FunctionInfo kForward = {"forward", nullptr, 0, nullptr, 0, kOps, 2, 0};
  ModelInfo info = {};
  info.functions = &kForward;
  info.function_count = 1;
  return info;
}

// Runs both ops, for `first` and `second` nanoseconds, from `begin` on.
void run(Profile& profile, std::int64_t begin, std::int64_t first, std::int64_t second) {
  const Observer observer = profile.observer();
  ObservedOp op;
  op.begin_ns = begin;
  op.end_ns = begin + first;
  observer.observe(observer.data, op);
  op.index = 1;
  op.begin_ns = op.end_ns + 50;
  op.end_ns = op.begin_ns + second;
  observer.observe(observer.data, op);
}

TEST(Cost, IsOfTheTokensThatThereAre) {
  EXPECT_EQ(kOps[0].flops.of(0), 1000);
  EXPECT_EQ(kOps[0].flops.of(7), 1000 + 700 + 490);
  EXPECT_EQ(kOps[1].bytes.of(3), 21);
}

TEST(Profile, MediansSharesAndRates) {
  const ModelInfo model = info();
  Profile profile(model, false);
  profile.start(1);
  run(profile, 0, 9000000, 9000000);
  profile.start(10);  // another example
  run(profile, 100, 3000, 1000);
  run(profile, 100, 90000, 900);
  run(profile, 100, 10, 90000);
  EXPECT_EQ(profile.json_lines(),
            "{\"op\": \"conv1\", \"ms\": 0.003, \"share\": 0.75, \"flops\": 3000, \"gflops\": 1, \"bytes\": 2000, "
            "\"gbytes_per_s\": 0.666667}\n"
            "{\"op\": \"a/logits\", \"ms\": 0.001, \"share\": 0.25, \"flops\": 200, \"gflops\": 0.2, \"bytes\": 70, "
            "\"gbytes_per_s\": 0.07}\n");
  EXPECT_EQ(profile.table(),
            "  op               ms    share          FLOPs   GFLOP/s         bytes     GB/s\n"
            "  conv1        0.0030   75.0 %           3000       1.0          2000      0.7\n"
            "  a/logits     0.0010   25.0 %            200       0.2            70      0.1\n"
            "  all ops      0.0040  100.0 %           3200       0.8          2070      0.5\n");
}

TEST(Profile, WithoutRunsThereAreNoRates) {
  const ModelInfo model = info();
  Profile profile(model, false);
  EXPECT_NE(profile.json_lines().find("\"ms\": 0, \"share\": 0, \"flops\": 1000, \"gflops\": 0"), std::string::npos);
}

TEST(Profile, TheTraceHasEveryRun) {
  const ModelInfo model = info();
  Profile profile(model, true);
  run(profile, 5000, 1500, 2000);
  run(profile, 10000, 1, 2);
  const std::string path = testing::TempDir() + "specimen_trace_test_" + std::to_string(getpid()) + ".json";
  ASSERT_TRUE(profile.save_trace(path.c_str()).ok());
  std::ifstream file(path);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_EQ(text,
            "{\"traceEvents\": [\n"
            "{\"name\": \"conv1\", \"ph\": \"X\", \"ts\": 0.000, \"dur\": 1.500, \"pid\": 1, \"tid\": 1},\n"
            "{\"name\": \"a/logits\", \"ph\": \"X\", \"ts\": 1.550, \"dur\": 2.000, \"pid\": 1, \"tid\": 1},\n"
            "{\"name\": \"conv1\", \"ph\": \"X\", \"ts\": 5.000, \"dur\": 0.001, \"pid\": 1, \"tid\": 1},\n"
            "{\"name\": \"a/logits\", \"ph\": \"X\", \"ts\": 5.051, \"dur\": 0.002, \"pid\": 1, \"tid\": 1}\n"
            "]}\n");
  std::filesystem::remove(path);
  EXPECT_EQ(profile.save_trace((path + "/none").c_str()).code(), StatusCode::io_error);
}

}  // namespace
}  // namespace specimen_v2::program
