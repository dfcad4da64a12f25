// What is read back is what was written, and nothing else is taken for a checkpoint.
#include "runtime/train/checkpoint.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

#include "hand_made.h"
#include "runtime/core/safetensors_writer.h"
#include "runtime/train/checkpoint_directory.h"
#include "runtime/train/weights_file.h"

namespace hand_made {
namespace {

namespace fs = std::filesystem;

std::string warnings;
void warn(const char* message) { warnings += message; }

class Checkpoint : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = fs::path(testing::TempDir()) / ("checkpoint." + std::to_string(::getpid()));
    fs::create_directories(directory_);
    optimizer_.kind = train::OptimizerKind::adam;
    make(&state_, 7);
    info_.step = state_.step = 12;
    info_.seed = state_.seed;
    info_.position = {3, 40};
    info_.best = 0.1;
    info_.best_step = 8;
    info_.loss_sum = 1.0 / 3;
    info_.loss_count = 2;
    warnings.clear();
  }
  void TearDown() override { fs::remove_all(directory_); }

  void make(TrainState* state, std::uint64_t seed) {
    TrainStateOptions options;
    options.slots = train::slots_of(optimizer_);
    ASSERT_TRUE(state->create(options));
    state->initialize(seed);
    for (int s = 0; s < state->slots(); ++s) state->slot(s)[5] = static_cast<Real>(s) + 0.5F;
  }
  static bool same(const TrainState& a, const TrainState& b) {
    const auto trainable = static_cast<std::size_t>(train_info().trainable_elements) * sizeof(Real);
    bool equal = std::memcmp(a.parameters(), b.parameters(),
                             static_cast<std::size_t>(train_info().elements) * sizeof(Real)) == 0;
    for (int s = 0; s < a.slots(); ++s) equal = equal && std::memcmp(a.slot(s), b.slot(s), trainable) == 0;
    return equal && a.step == b.step && a.seed == b.seed;
  }
  static std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void write(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }

  fs::path directory_;
  train::Optimizer optimizer_;
  TrainState state_;
  train::CheckpointInfo info_;
};

TEST_F(Checkpoint, IsReadBack) {
  const std::string path = directory_ / "c.safetensors";
  ASSERT_TRUE(train::write_checkpoint(path, state_, optimizer_, info_));
  TrainState other;
  make(&other, 8);
  train::CheckpointInfo info;
  const Status status = train::read_checkpoint(path, &other, optimizer_, &info);
  ASSERT_TRUE(status) << status.message();
  EXPECT_TRUE(same(state_, other));
  EXPECT_EQ(info.position.epoch, 3);
  EXPECT_EQ(info.position.example, 40);
  EXPECT_EQ(info.best, 0.1);
  EXPECT_EQ(info.best_step, 8);
  EXPECT_EQ(info.loss_sum, 1.0 / 3);
  EXPECT_EQ(info.loss_count, 2);
  // It also is a file of weights.
  TrainState weights;
  make(&weights, 9);
  std::vector<const char*> missing;
  ASSERT_TRUE(train::read_weights(path, &weights, &missing));
  EXPECT_TRUE(missing.empty());
}

TEST_F(Checkpoint, DamageAnywhereIsFound) {
  const fs::path path = directory_ / "c.safetensors", damaged = directory_ / "d.safetensors";
  ASSERT_TRUE(train::write_checkpoint(path, state_, optimizer_, info_));
  const std::string whole = read(path);
  TrainState other, before;
  make(&other, 8);
  make(&before, 8);
  for (std::size_t at = 0; at < whole.size(); at += at < 2500 ? 3 : 197) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ (at % 3 == 0 ? 0x20 : 1));
    write(damaged, bytes);
    train::CheckpointInfo info;
    const Status status = train::read_checkpoint(damaged, &other, optimizer_, &info);
    ASSERT_FALSE(status) << "byte " << at;
    ASSERT_TRUE(same(other, before)) << "byte " << at;
  }
  for (std::size_t length = 0; length < whole.size(); length += 331) {
    write(damaged, whole.substr(0, length));
    train::CheckpointInfo info;
    ASSERT_EQ(train::read_checkpoint(damaged, &other, optimizer_, &info).code(), StatusCode::data_error) << length;
  }
}

TEST_F(Checkpoint, OthersAreNotTaken) {
  const std::string path = directory_ / "c.safetensors";
  ASSERT_TRUE(train::write_checkpoint(path, state_, optimizer_, info_));
  train::CheckpointInfo info;
  train::Optimizer sgd;
  TrainState other;
  ASSERT_TRUE(other.create({}));
  Status status = train::read_checkpoint(path, &other, sgd, &info);
  EXPECT_EQ(status.code(), StatusCode::invalid_argument);
  EXPECT_NE(std::strstr(status.message(), "was made by the optimizer adam, and this run has sgd"), nullptr);
  train::Optimizer averaged = optimizer_;
  averaged.average_momentum = 0.9;
  TrainState more;
  TrainStateOptions options;
  options.slots = train::slots_of(averaged);
  ASSERT_TRUE(more.create(options));
  status = train::read_checkpoint(path, &more, averaged, &info);
  EXPECT_EQ(status.code(), StatusCode::invalid_argument);
  EXPECT_NE(std::strstr(status.message(), "optimizer/average/hidden/kernel"), nullptr) << status.message();
  const std::string weights = directory_ / "w.safetensors";
  ASSERT_TRUE(train::export_weights(weights, state_, -1));
  status = train::read_checkpoint(weights, &state_, optimizer_, &info);
  EXPECT_EQ(status.code(), StatusCode::data_error);
  EXPECT_NE(std::strstr(status.message(), "is no checkpoint"), nullptr);
  EXPECT_EQ(train::read_checkpoint(directory_ / "none", &state_, optimizer_, &info).code(), StatusCode::not_found);
  std::vector<const char*> missing;
  const float value = 1;
  ASSERT_TRUE(write_safetensors(weights.c_str(), {{"other", SafetensorsDtype::f32, {1}, &value}}));
  EXPECT_EQ(train::read_weights(weights, &state_, &missing).code(), StatusCode::data_error);
  const float bias[kClasses] = {4};
  ASSERT_TRUE(write_safetensors(weights.c_str(), {{"logits/bias", SafetensorsDtype::f32, {kClasses}, bias},
                                                  {"hidden/bias", SafetensorsDtype::f32, {1}, &value}}));
  ASSERT_TRUE(train::read_weights(weights, &state_, &missing));
  EXPECT_EQ(missing.size(), 4);
  EXPECT_EQ(state_.p.logits.bias[0], 4);
}

TEST_F(Checkpoint, NumbersThatAreNotFiniteAreNotWritten) {
  state_.p.logits.bias[2] = std::numeric_limits<Real>::quiet_NaN();
  const Status status = train::write_checkpoint(directory_ / "c.safetensors", state_, optimizer_, info_);
  EXPECT_EQ(status.code(), StatusCode::out_of_range);
  EXPECT_NE(std::strstr(status.message(), "logits/bias"), nullptr);
  EXPECT_TRUE(fs::is_empty(directory_));
}

TEST_F(Checkpoint, TheNewestWholeOneIsRead) {
  const train::CheckpointDirectory directory(directory_);
  bool found = true;
  train::CheckpointInfo info;
  ASSERT_TRUE(directory.read_newest(&state_, optimizer_, &info, &found, warn));
  EXPECT_FALSE(found);
  for (std::int64_t step : {4, 8, 12}) {
    info_.step = state_.step = step;
    ASSERT_TRUE(directory.write(state_, optimizer_, info_, 0));
  }
  EXPECT_TRUE(fs::equivalent(directory_ / "best.safetensors", directory_ / "checkpoint-0000000008.safetensors"));
  write(directory_ / "checkpoint-0000000099x.safetensors", "no name of a checkpoint");
  std::string bytes = read(directory_ / "checkpoint-0000000012.safetensors");
  bytes[bytes.size() - 3] ^= 1;
  write(directory_ / "checkpoint-0000000012.safetensors", bytes);
  ASSERT_TRUE(directory.read_newest(&state_, optimizer_, &info, &found, warn));
  EXPECT_TRUE(found);
  EXPECT_EQ(info.step, 8);
  EXPECT_NE(warnings.find("0000000012.safetensors: the checkpoint is damaged"), std::string::npos) << warnings;
  for (const char* name : {"checkpoint-0000000004.safetensors", "checkpoint-0000000008.safetensors"}) {
    write(directory_ / name, "short");
  }
  const Status status = directory.read_newest(&state_, optimizer_, &info, &found, warn);
  EXPECT_EQ(status.code(), StatusCode::data_error);
  EXPECT_NE(std::strstr(status.message(), "is whole; --clean starts again"), nullptr);
  ASSERT_TRUE(directory.clear());
  EXPECT_EQ(std::distance(fs::directory_iterator(directory_), {}), 1);
}

}  // namespace
}  // namespace hand_made
