#include "runtime/core/level.h"

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

TEST(Level, AgreesWithTheOperatingSystem) {
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
  EXPECT_STREQ(level_name(detect_level()), level_name(v4 ? Level::v4 : v3 ? Level::v3 : Level::reference));
}

TEST(Level, WishesAreMetOrRefused) {
  Level level = Level::automatic;
  ASSERT_TRUE(choose_level(Level::automatic, &level).ok());
  EXPECT_EQ(level, detect_level());
  ASSERT_TRUE(choose_level(Level::reference, &level).ok());
  EXPECT_EQ(level, Level::reference);
  const Status status = choose_level(Level::v4, &level);
  EXPECT_EQ(status.ok(), detect_level() == Level::v4);
}

TEST(Level, NamesParse) {
  Level level = Level::automatic;
  for (Level each : {Level::automatic, Level::reference, Level::v3, Level::v4}) {
    ASSERT_TRUE(parse_level(level_name(each), &level));
    EXPECT_EQ(level, each);
  }
  EXPECT_FALSE(parse_level("v5", &level));
  EXPECT_FALSE(parse_level("", &level));
}

}  // namespace
}  // namespace specimen_v2
