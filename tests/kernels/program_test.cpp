// The program specimen-kernels, run as `specimen build` and people run it.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "kernels/catalog_json.h"
#include "makers.h"
#include "shapes.h"

namespace specimen::gen {
namespace {

namespace fs = std::filesystem;

struct Result {
  int status;
  std::string text;
};

Result run(const std::string& arguments) {
  FILE* pipe = popen((std::string(SPECIMEN_BINARY_DIR) + "/specimen-kernels " + arguments + " 2>&1").c_str(), "r");
  Result result{0, ""};
  char buffer[4096];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe)) result.text.append(buffer, count);
  result.status = WEXITSTATUS(pclose(pipe));
  return result;
}

class Program : public testing::Test {
 protected:
  void SetUp() override {
    directory = fs::path(testing::TempDir()) / ("specimen_program_" + std::to_string(getpid()));
    fs::create_directories(directory);
  }
  void TearDown() override { fs::remove_all(directory); }
  std::string file(const std::string& name) const { return (directory / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(directory / name) << text;
    return file(name);
  }
  std::string instances(const std::vector<Problem>& problems) const {
    std::vector<Instance> list;
    for (const Problem& problem : problems)
      list.push_back({symbol_stem(problem), problem, rule(problem, Target::v3), Target::v3});
    return write("kernels.json", to_json(list).dump());
  }
  static std::string contents(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  }

  fs::path directory;
};

TEST_F(Program, ObjectsAreTheSameBytesWithAndWithoutACache) {
  const std::string json = instances({Softmax{10}, convolution(6, 16, 32, 3, 1)});
  EXPECT_EQ(run("compile --instances " + json + " --out " + file("a")).status, 0);
  EXPECT_EQ(run("compile --instances " + json + " --out " + file("b") + " --cache " + file("cache")).status, 0);
  EXPECT_EQ(run("compile --instances " + json + " --out " + file("c") + " --cache " + file("cache") + " -j 1").status,
            0);
  int objects = 0;
  for (const auto& entry : fs::directory_iterator(file("a"))) {
    ++objects;
    const std::string text = contents(entry.path());
    EXPECT_EQ(text, contents(directory / "b" / entry.path().filename()));
    EXPECT_EQ(text, contents(directory / "c" / entry.path().filename()));
  }
  EXPECT_EQ(objects, 2);
}

TEST_F(Program, BadInputIsExplained) {
  Result missing = run("compile --instances " + file("none.json") + " --out " + file("a"));
  EXPECT_EQ(missing.status, 2);
  EXPECT_NE(missing.text.find("none.json: cannot be read"), std::string::npos) << missing.text;
  EXPECT_EQ(run("compile --instances " + write("x.json", "{") + " --out " + file("a")).status, 2);
  // A schedule whose tiles reach past the filter's panels is refused.
  Conv2D conv = convolution(6, 16, 48, 1, 1);
  Conv2DSchedule schedule = rule(conv, Target::v3);
  schedule.channel_vectors = 4;
  const Result refused =
      run("compile --instances " +
          write("bad.json", to_json(std::vector<Instance>{{"bad", conv, schedule, Target::v3}}).dump()) + " --out " +
          file("a"));
  EXPECT_EQ(refused.status, 7);
  EXPECT_NE(refused.text.find("bad__v3: "), std::string::npos) << refused.text;
  EXPECT_FALSE(fs::exists(file("a") + "/bad__v3.o"));
}

TEST_F(Program, TimesKernels) {
  const Result result = run("time --json --seconds 0.01 --instances " + instances({convolution(14, 32, 64, 1, 1)}));
  ASSERT_EQ(result.status, 0) << result.text;
  const auto json = nlohmann::json::parse(result.text.substr(result.text.find('{')));
  ASSERT_EQ(json["kernels"].size(), 1u);
  const auto& kernel = json["kernels"][0];
  const double peak = json["machine"]["peak_gflops"]["v3"].get<double>();
  EXPECT_GT(kernel["min_us"].get<double>(), 0);
  EXPECT_GT(peak, 1);
  // Other work on the machine may slow one of the two measurements: the shares are held against each other only.
  EXPECT_NEAR(kernel["share_of_peak"].get<double>(), kernel["gflops"].get<double>() / peak, 1e-6);
  EXPECT_NEAR(kernel["gflops"].get<double>(), 2.0 * 14 * 14 * 32 * 64 / kernel["min_us"].get<double>() * 1e-3, 1);
}

TEST_F(Program, ShowsHotLoops) {
  const Result result =
      run("assembly --out " + file("s") + " --instances " + instances({convolution(14, 32, 64, 1, 1)}));
  EXPECT_EQ(result.status, 0) << result.text;
  EXPECT_NE(result.text.find("0 vector moves to or from the stack"), std::string::npos) << result.text;
}

TEST_F(Program, WritesStatements) {
  const Result result =
      run("statement --out " + file("s") + " --instances " + instances({convolution(14, 32, 64, 1, 1)}));
  EXPECT_EQ(result.status, 0) << result.text;
  const auto entry = fs::directory_iterator(directory / "s");
  EXPECT_EQ(entry->path().extension(), ".stmt");
  EXPECT_NE(contents(entry->path()).find("produce "), std::string::npos) << contents(entry->path());
}

TEST_F(Program, TuningWritesATableThatReadsBack) {
  const Problem problem = Dense{300, 20, {}, 1, {}};
  const Result result = run("tune --seconds 0.01 --out " + file("targets") + " --instances " + instances({problem}));
  EXPECT_EQ(result.status, 0) << result.text;
  EXPECT_NE(result.text.find("dense 300_20 v3: "), std::string::npos) << result.text;
  if (fs::exists(directory / "targets/v3.json")) {
    const auto json = nlohmann::ordered_json::parse(contents(directory / "targets/v3.json"));
    EXPECT_EQ(tuned_from_json(json, "v3.json", Target::v3).count(tuned_key(problem)), 1u);
  }
}

}  // namespace
}  // namespace specimen::gen
