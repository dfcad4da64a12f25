#include "import/child_process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>

namespace specimen::gen {
namespace {

constexpr ChildLimits kLimits = {256 << 20, 1 << 20, 5, 20};

TEST(ChildProcess, ReturnsResultAndMessage) {
  ChildOutcome good = run_in_child(kLimits, [](std::string& message) {
    message = "done";
    return true;
  });
  EXPECT_TRUE(good.started && good.success);
  EXPECT_EQ(good.message, "done");
  ChildOutcome bad = run_in_child(kLimits, [](std::string& message) {
    message = std::string(10000, 'x');
    return false;
  });
  EXPECT_TRUE(bad.started && !bad.success && bad.signal == 0);
  EXPECT_EQ(bad.message.size(), 4096u);
}

TEST(ChildProcess, ACrashIsASignal) {
  ChildOutcome outcome = run_in_child(kLimits, [](std::string&) {
    raise(SIGSEGV);
    return true;
  });
  EXPECT_FALSE(outcome.success);
  EXPECT_EQ(outcome.signal, SIGSEGV);
}

TEST(ChildProcess, MemoryIsLimited) {
  ChildOutcome outcome = run_in_child(kLimits, [](std::string& message) {
    auto reserve = [](std::size_t bytes) {
      return mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
    };
    message = reserve(1 << 20) && !reserve(std::size_t{1} << 30) ? "limited" : "not limited";
    return true;
  });
  EXPECT_EQ(outcome.message, "limited");
}

TEST(ChildProcess, FilesAreLimited) {
  ChildOutcome outcome = run_in_child(kLimits, [](std::string& message) {
    std::FILE* file = std::tmpfile();
    std::string block(1 << 16, 'x');
    std::size_t written = 0;
    while (written < (8u << 20) && std::fwrite(block.data(), 1, block.size(), file) == block.size())
      written += block.size();
    message = std::to_string(written >> 20);
    return true;
  });
  EXPECT_EQ(outcome.message, "1");
}

TEST(ChildProcess, TimeIsLimited) {
  ChildLimits limits = kLimits;
  limits.cpu_seconds = 1;
  ChildOutcome spinning = run_in_child(limits, [](std::string&) {
    volatile bool forever = true;
    while (forever) {
    }
    return true;
  });
  EXPECT_TRUE(spinning.timed_out);
  limits.wall_seconds = 1;
  ChildOutcome sleeping = run_in_child(limits, [](std::string&) {
    sleep(100);
    return true;
  });
  EXPECT_TRUE(sleeping.timed_out);
}

TEST(ChildProcess, PrintsNothing) {
  testing::internal::CaptureStderr();
  run_in_child(kLimits, [](std::string&) {
    std::fputs("noise", stderr);
    return true;
  });
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace specimen::gen
