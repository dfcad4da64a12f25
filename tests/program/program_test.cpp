// run() with a hand-made model: y = 2 * x, of three values and of as many tokens as there are.
#include "runtime/program/program.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <regex>

#include "runtime/program/arguments.h"

namespace twice {

using namespace specimen_v2;

constexpr SymbolInfo kSymbols[] = {{"batch", 1}, {"sequence", 4}};
constexpr TensorInfo kInputs[] = {{"x", DType::f32, 2, {kBatch, 3}, "{}"},
                                  {"ids", DType::i32, 2, {kBatch, kSequence}, "{}", 4}};
constexpr TensorInfo kOutputs[] = {{"y", DType::f32, 2, {kBatch, 3}, "{}"},
                                   {"z", DType::f32, 3, {kBatch, kSequence, 2}, "{}"}};

constexpr FunctionInfo kForward = {"forward", kInputs, 2, kOutputs, 2, nullptr, 0, 0};

const ModelInfo& info() {
  static const ModelInfo info = [] {
    ModelInfo made = {};
    made.name = "twice";
    made.functions = &kForward;
    made.function_count = 1;
    made.max_batch = 1;
    made.symbols = kSymbols;
    made.symbol_count = 2;
    return made;
  }();
  return info;
}

struct Weights : PackedWeights {
  Status open(const char* path, const WeightsOptions&) {
    return std::strcmp(path, "good") == 0 ? Status() : Status(StatusCode::not_found, "%s is not there", path);
  }
  Status open_source(const TensorSource&, const WeightsOptions&) { return Status(); }
};

class Context : public specimen_v2::Context {
 public:
  Status create(const Weights& weights, const ContextOptions& options) {
    weights_ = &weights;
    return specimen_v2::Context::create(twice::info(), options);
  }
  const Weights& weights() const { return *weights_; }

 private:
  const Weights* weights_ = nullptr;
};

Status forward(Context&, ConstTensor x, ConstTokens ids, Tensor y, Tensor z) {
  if (x.at(0, 0) == 13) return Status(StatusCode::data_error, "thirteen");
  for (std::int64_t i = 0; i < 3; ++i) y.at(0, i) = 2 * x.at(0, i);
  for (std::int64_t t = 0; t < ids.extent[1]; ++t) {
    for (std::int64_t i = 0; i < 2; ++i) z.at(0, t, i) = static_cast<float>(10 * ids.at(0, t) + i);
  }
  return Status();
}

Status read_image(const char* path, Tensor x) {
  for (std::int64_t i = 0; i < 3; ++i) x.at(0, i) = static_cast<float>(i + path[0] - '0');
  return std::strcmp(path, "none.png") == 0 ? Status(StatusCode::not_found, "there is none") : Status();
}

}  // namespace twice

namespace specimen_v2::program {
namespace {

class ProgramTest : public testing::Test {
 protected:
  void SetUp() override {
    description_.model = model_of<twice::forward>(twice::info());
    directory_ = testing::TempDir() + "specimen_program_test_" + std::to_string(getpid());
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  // The exit status; `out_` and `error_` hold what was printed, times as T.
  int run(std::vector<std::string> words) {
    words.insert(words.begin(), "twice");
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int status = program::run(static_cast<int>(argv.size()), argv.data(), description_);
    out_ = without_times(testing::internal::GetCapturedStdout());
    error_ = without_times(testing::internal::GetCapturedStderr());
    return status;
  }
  static std::string without_times(const std::string& text) {
    const std::string some = std::regex_replace(text, std::regex("[0-9.]+ ms"), "T ms");
    return std::regex_replace(some, std::regex("ms\": [-+0-9.e]+"), "ms\": T");
  }
  // A file of `batch` examples of inputs, of two tokens each; the first value of the first is `first`.
  std::string inputs(int batch, float first = 1) {
    std::vector<float> x;
    std::vector<std::int32_t> ids;
    for (int b = 0; b < batch; ++b) {
      x.insert(x.end(), {b == 0 ? first : 4.0F, 2, 3});
      ids.insert(ids.end(), {b, 3});
    }
    const std::int64_t n = batch;
    const std::string header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[" + std::to_string(n) +
                               ",3],\"data_offsets\":[0," + std::to_string(n * 12) +
                               "]},\"ids\":{\"dtype\":\"I32\",\"shape\":[" + std::to_string(n) +
                               ",2],\"data_offsets\":[" + std::to_string(n * 12) + "," + std::to_string(n * 20) + "]}}";
    const std::uint64_t size = header.size();
    const std::string path = directory_ + "/in.safetensors";
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(&size), 8);
    file << header;
    file.write(reinterpret_cast<const char*>(x.data()), static_cast<std::streamsize>(x.size() * 4));
    file.write(reinterpret_cast<const char*>(ids.data()), static_cast<std::streamsize>(ids.size() * 4));
    return path;
  }

  Description description_;
  std::string directory_, out_, error_;
};

TEST_F(ProgramTest, PrintsTheLargestValues) {
  const std::string path = inputs(2);
  ASSERT_EQ(run({"good", path, "--threads=1", "--top=2"}), 0) << error_;
  EXPECT_EQ(out_, "weights ready in T ms, target auto, 1 threads\n" + path + " [0]: T ms, median T ms of 1\n" +
                      "  y\n        2  6         \n        1  4         \n" +
                      "  z\n        3  31        \n        2  30        \n" + path + " [1]: T ms, median T ms of 1\n" +
                      "  y\n        0  8         \n        2  6         \n" +
                      "  z\n        3  31        \n        2  30        \n");
  EXPECT_EQ(error_, "");
}

TEST_F(ProgramTest, LinesOfJson) {
  const std::string path = inputs(1);
  ASSERT_EQ(run({"good", path, "--json", "--top=1", "--threads=1"}), 0) << error_;
  EXPECT_EQ(out_, "{\"input\": \"" + path + "\", \"ms\": T, \"median_ms\": T, \"outputs\": {" +
                      "\"y\": {\"shape\": [3], \"top\": [{\"index\": 2, \"value\": 6}]}, " +
                      "\"z\": {\"shape\": [2, 2], \"top\": [{\"index\": 3, \"value\": 31}]}}}\n");
  EXPECT_EQ(error_, "weights ready in T ms, target auto, 1 threads\n");
}

TEST_F(ProgramTest, SyntheticInputsHaveTheirLength) {
  ASSERT_EQ(run({"synthetic", "synthetic", "--sequence=3", "--json", "--repeat=3"}), 0) << error_;
  EXPECT_NE(out_.find("\"z\": {\"shape\": [3, 2]"), std::string::npos) << out_;
}

TEST_F(ProgramTest, ExitStatuses) {
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_EQ(out_, usage(description_));
  EXPECT_EQ(run({"--no-such"}), 2);
  EXPECT_EQ(error_, usage(description_) + "error: there is no option --no-such, or it needs a value [usage]\n");
  EXPECT_EQ(run({"bad"}), 1);
  EXPECT_EQ(error_, "error: bad is not there [not_found]\n");
  EXPECT_EQ(run({"good", "a.png"}), 1);
  EXPECT_EQ(error_, "error: a.png: inputs come from safetensors files [unsupported]\n");
  EXPECT_EQ(run({"good", directory_ + "/none.safetensors"}), 1);
  const std::string path = inputs(1, 13);
  EXPECT_EQ(run({"good", path}), 1);
  EXPECT_EQ(error_, "error: " + path + ": thirteen [data_error]\n");
  EXPECT_EQ(run({"good", inputs(1), "--out", directory_ + "/none/y.safetensors"}), 6);
  EXPECT_EQ(run({"good", inputs(1), "--out", directory_ + "/y.npy"}), 1);
  EXPECT_NE(error_.find("a .npy file holds one array"), std::string::npos);
  EXPECT_EQ(run({"good", inputs(1), "--out", directory_ + "/y.safetensors"}), 0);
}

TEST_F(ProgramTest, ImagesAreReadByTheModel) {
  description_.read_image = twice::read_image;
  EXPECT_EQ(run({"good", "7.png", "--json", "--top=1"}), 0);
  EXPECT_NE(out_.find("{\"input\": \"7.png\""), std::string::npos) << out_;
  EXPECT_NE(out_.find("[{\"index\": 2, \"value\": 18}]"), std::string::npos) << out_;
  EXPECT_EQ(run({"good", "none.png"}), 1);
  EXPECT_EQ(error_, "error: none.png: there is none [not_found]\n");
}

}  // namespace
}  // namespace specimen_v2::program
