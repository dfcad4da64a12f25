#include "runtime/program/results.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <numeric>
#include <random>

#include "runtime/core/safetensors.h"
#include "runtime/program/shown_text.h"

namespace specimen_v2::program {
namespace {

TEST(Largest, IsWhatSortingGives) {
  std::mt19937 random(1);
  std::vector<float> values(5000);
  for (float& value : values) value = static_cast<float>(random() % 100);  // with many ties
  std::vector<std::size_t> sorted(values.size());
  std::iota(sorted.begin(), sorted.end(), std::size_t{0});
  std::stable_sort(sorted.begin(), sorted.end(), [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
  for (std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{5}, values.size(), values.size() + 1}) {
    const std::vector<std::size_t> found = largest(values.data(), values.size(), count);
    EXPECT_EQ(found, std::vector<std::size_t>(sorted.begin(), sorted.begin() + std::min(count, sorted.size())));
  }
}

TEST(Largest, NanComesLast) {
  const float nan = std::nanf(""), infinity = std::numeric_limits<float>::infinity();
  const float values[] = {nan, 1, -infinity, nan, infinity};
  EXPECT_EQ(largest(values, 5, 5), (std::vector<std::size_t>{4, 1, 2, 0, 3}));
}

TEST(ShownText, NothingCommandsATerminal) {
  EXPECT_EQ(terminal_text("caf\xC3\xA9 \xF0\x9F\x90\x88"), "caf\xC3\xA9 \xF0\x9F\x90\x88");
  EXPECT_EQ(terminal_text("a\x1b[31m\a\n\x7f"), "a?[31m???");
  EXPECT_EQ(terminal_text("\xC2\x9B"
                          "2J \xE2\x80\xAE \xE2\x81\xA6"),
            "?2J ? ?");
  EXPECT_EQ(terminal_text("\xFF\xC3 \xED\xA0\x80"), "?? ???");
}

TEST(ShownText, JsonIsAscii) {
  EXPECT_EQ(json_text("a\"\\\n\xC3\xA9\xF0\x9F\x90\x88\xFF"), "\"a\\\"\\\\\\u000a\\u00e9\\ud83d\\udc08\\ufffd\"");
}

Result result(std::vector<float> values) {
  Result one;
  one.input = "a\tb";
  one.best_ms = 1.5, one.median_ms = 2;
  one.outputs.push_back({"y", {static_cast<std::int64_t>(values.size())}, std::move(values), {}, false});
  return one;
}

Result indices(std::vector<std::int32_t> values) {
  Result one = result({});
  one.outputs[0] = {"y", {static_cast<std::int64_t>(values.size())}, {}, std::move(values), true};
  return one;
}

TEST(Results, OneLineOfJson) {
  EXPECT_EQ(json_line(result({1, std::nanf(""), 3}), 2, {"x", "y", "z"}),
            "{\"input\": \"a\\u0009b\", \"ms\": 1.5, \"median_ms\": 2, \"outputs\": {\"y\": {\"shape\": [3], \"top\": "
            "[{\"index\": 2, \"value\": 3, \"name\": \"z\"}, {\"index\": 0, \"value\": 1, \"name\": \"x\"}]}}}\n");
  EXPECT_EQ(json_line(result({std::nanf("")}), 2, {}),
            "{\"input\": \"a\\u0009b\", \"ms\": 1.5, \"median_ms\": 2, \"outputs\": {\"y\": {\"shape\": [1], \"top\": "
            "[{\"index\": 0, \"value\": null}]}}}\n");
}

TEST(Results, IndicesAreValues) {
  EXPECT_EQ(json_line(indices({7, -1}), 1, {}),
            "{\"input\": \"a\\u0009b\", \"ms\": 1.5, \"median_ms\": 2, \"outputs\": {\"y\": {\"shape\": [2], "
            "\"values\": [7, -1]}}}\n");
}

class ResultFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string text = (std::filesystem::temp_directory_path() / "specimen_results_XXXXXX").string();
    directory = mkdtemp(text.data());
  }
  void TearDown() override { std::filesystem::remove_all(directory); }
  std::string directory;
};

TEST_F(ResultFiles, Npy) {
  const std::string path = directory + "/y.npy";
  ASSERT_TRUE(save_results(path, {result({1, 2, 3}), result({4, 5, 6})}).ok());
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  ASSERT_EQ(bytes.size(), 128u + 6 * 4);
  EXPECT_EQ(bytes.substr(0, 8), std::string("\x93NUMPY\x01\x00", 8));
  EXPECT_NE(bytes.find("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"), std::string::npos);
  EXPECT_EQ(bytes[127], '\n');
  float values[6];
  std::memcpy(values, bytes.data() + 128, sizeof values);
  EXPECT_EQ(values[5], 6);
  EXPECT_EQ(save_results(path, {result({1, 2}), result({3})}).code(), StatusCode::invalid_argument);
}

TEST_F(ResultFiles, NpyOfIndices) {
  const std::string path = directory + "/y.npy";
  ASSERT_TRUE(save_results(path, {indices({1, 2}), indices({3, 1 << 30})}).ok());
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  ASSERT_EQ(bytes.size(), 128u + 4 * 4);
  EXPECT_NE(bytes.find("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 2), }"), std::string::npos);
  std::int32_t values[4];
  std::memcpy(values, bytes.data() + 128, sizeof values);
  EXPECT_EQ(values[3], 1 << 30);
}

TEST_F(ResultFiles, Safetensors) {
  const std::string path = directory + "/y.safetensors";
  SafetensorsFile file;
  ASSERT_TRUE(save_results(path, {result({1, 2}), result({3, 4})}).ok());
  ASSERT_TRUE(file.open(path.c_str()).ok());
  ASSERT_NE(file.find("y"), nullptr);
  EXPECT_EQ(file.find("y")->shape[0], 2);
  ASSERT_TRUE(save_results(path, {result({1, 2}), result({3})}).ok());
  ASSERT_TRUE(file.open(path.c_str()).ok());
  ASSERT_NE(file.find("y/0"), nullptr);
  EXPECT_EQ(file.find("y/1")->shape[0], 1);
  EXPECT_FALSE(save_results(directory + "/none/y.npy", {result({1})}).ok());
  EXPECT_FALSE(save_results(path, {}).ok());
}

}  // namespace
}  // namespace specimen_v2::program
