#include "runtime/core/target.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace specimen_v2 {
namespace {

// The flags that the operating system lists; it leaves out what it does not support itself.
std::set<std::string> system_flags() {
  std::ifstream file("/proc/cpuinfo");
  std::string line;
  while (std::getline(file, line)) {
    if (line.compare(0, 5, "flags") != 0) continue;
    std::istringstream words(line.substr(line.find(':') + 1));
    std::set<std::string> flags;
    for (std::string word; words >> word;) flags.insert(word);
    return flags;
  }
  return {};
}

TEST(Target, AgreesWithTheOperatingSystem) {
  const std::set<std::string> flags = system_flags();
  if (flags.empty()) GTEST_SKIP() << "the system lists no flags";
  auto all = [&](std::initializer_list<const char*> names) {
    for (const char* name : names) {
      if (!flags.count(name)) return false;
    }
    return true;
  };
  const bool v3 = all({"avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe"});
  const bool v4 = v3 && all({"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"});
  EXPECT_STREQ(target_name(detect_target()), target_name(v4 ? Target::v4 : v3 ? Target::v3 : Target::reference));
}

TEST(Target, WishesAreMetOrRefused) {
  Target target = Target::automatic;
  ASSERT_TRUE(choose_target(Target::automatic, &target).ok());
  EXPECT_EQ(target, detect_target());
  ASSERT_TRUE(choose_target(Target::reference, &target).ok());
  EXPECT_EQ(target, Target::reference);
  const Status status = choose_target(Target::v4, &target);
  EXPECT_EQ(status.ok(), detect_target() == Target::v4);
}

TEST(Target, NamesParse) {
  Target target = Target::automatic;
  for (Target each : {Target::automatic, Target::reference, Target::v3, Target::v4}) {
    ASSERT_TRUE(parse_target(target_name(each), &target));
    EXPECT_EQ(target, each);
  }
  EXPECT_FALSE(parse_target("v5", &target));
  EXPECT_FALSE(parse_target("", &target));
}

}  // namespace
}  // namespace specimen_v2
