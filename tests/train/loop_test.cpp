// Whole runs of the hand-made model, in this process.
#include "runtime/train/loop.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "allocations.h"
#include "hand_made_run.h"
#include "runtime/train/checkpoint.h"
#include "runtime/train/directory_lock.h"
#include "runtime/train/live_source.h"
#include "runtime/train/train_step.h"

namespace hand_made {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Loop : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = fs::path(testing::TempDir()) / ("train." + std::to_string(::getpid()));
    fs::create_directories(directory_ / "data");
    ASSERT_TRUE(write_images(directory_ / "data", 403, 150));
  }
  void TearDown() override { fs::remove_all(directory_); }

  // The exit status; what was printed is in out_ and err_.
  int run(const std::string& model, std::vector<std::string> arguments,
          const train::Recipe& recipe = hand_made::recipe()) {
    arguments.insert(arguments.begin(),
                     {"train", "--data_dir", directory_ / "data", "--model_dir", directory_ / model});
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int status = train::run(static_cast<int>(argv.size()), argv.data(), trainee(), recipe);
    out_ = testing::internal::GetCapturedStdout();
    err_ = testing::internal::GetCapturedStderr();
    return status;
  }
  std::string exported(const std::string& model) {
    return read(directory_ / model / "export" / "hand_made.safetensors");
  }
  std::vector<std::string> checkpoints(const std::string& model) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory_ / model)) {
      const std::string name = entry.path().filename();
      if (name.find(".safetensors") != std::string::npos) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  fs::path directory_;
  std::string out_, err_;
};

TEST_F(Loop, LossFallsAndAccuracyRises) {
  EXPECT_EQ(run("m", {"--train_epochs", "6", "--log_steps", "20"}), 0) << err_;
  std::smatch accuracy;
  ASSERT_TRUE(std::regex_search(out_, accuracy, std::regex("epoch 6  step 126  accuracy ([0-9.]+)  loss [0-9.]+")))
      << out_;
  EXPECT_GT(std::stod(accuracy[1]), 0.9);
  std::istringstream csv(read(directory_ / "m" / "log.csv"));
  std::string line;
  std::vector<double> losses;
  std::getline(csv, line);
  EXPECT_EQ(line, "step,epoch,loss,learning_rate,examples_per_second,accuracy,loss");
  while (std::getline(csv, line)) {
    std::smatch row;
    if (std::regex_match(line, row, std::regex("[0-9]+,[0-9]+,([0-9.e-]+),.*"))) losses.push_back(std::stod(row[1]));
  }
  ASSERT_EQ(losses.size(), 6);
  EXPECT_LT(losses.back(), losses.front() / 3);
  EXPECT_EQ(checkpoints("m").size(), 6) << "five, and the best";
}

TEST_F(Loop, SameBitsForThreadsPrefetchAndResume) {
  ASSERT_EQ(run("whole", {"--threads", "1"}), 0) << err_;
  const std::string expected = exported("whole");
  ASSERT_FALSE(expected.empty());
  for (const char* threads : {"2", "5"}) {
    ASSERT_EQ(run(threads, {"--threads", threads, "--data_threads", threads, "--prefetch", threads}), 0) << err_;
    EXPECT_EQ(exported(threads), expected) << threads;
    EXPECT_EQ(read(directory_ / threads / "checkpoint-0000000042.safetensors"),
              read(directory_ / "whole" / "checkpoint-0000000042.safetensors"));
  }
  ASSERT_EQ(run("no_ahead", {"--data_threads", "0"}), 0) << err_;
  EXPECT_EQ(exported("no_ahead"), expected);
  for (const char* steps : {"1", "7", "20", "21", "22", "41"}) {
    ASSERT_EQ(run("parts", {"--clean", "--max_train_steps", steps}), 0) << err_;
    EXPECT_NE(exported("parts"), expected);
    ASSERT_EQ(run("parts", {}), 0) << err_;
    EXPECT_NE(out_.find(std::string("continues from step ") + steps), std::string::npos) << out_;
    EXPECT_EQ(exported("parts"), expected) << steps;
  }
  ASSERT_EQ(run("parts", {}), 0) << err_;
  EXPECT_EQ(exported("parts"), expected) << "a finished run stays as it is";
  ASSERT_EQ(run("seed", {"--seed", "2"}), 0) << err_;
  EXPECT_NE(exported("seed"), expected);
}

TEST_F(Loop, ResumesOptimizersOfEveryKind) {
  for (const train::OptimizerKind kind :
       {train::OptimizerKind::adam, train::OptimizerKind::rmsprop, train::OptimizerKind::adagrad,
        train::OptimizerKind::ftrl, train::OptimizerKind::lars}) {
    train::Recipe recipe = hand_made::recipe();
    recipe.optimizer.kind = kind;
    recipe.optimizer.accumulate = 2;
    recipe.optimizer.initial_accumulator = 0.1;
    const std::string whole = std::string("whole_") + train::optimizer_name(kind), parts = whole + "_parts";
    ASSERT_EQ(run(whole, {}, recipe), 0) << err_;
    ASSERT_EQ(run(parts, {"--max_train_steps", "8", "--threads", "3"}, recipe), 0) << err_;
    ASSERT_EQ(run(parts, {"--threads", "2"}, recipe), 0) << err_;
    EXPECT_EQ(exported(whole), exported(parts)) << whole;
  }
}

TEST_F(Loop, EvaluationIsThatOfTheExport) {
  ASSERT_EQ(run("m", {"--train_epochs", "1"}), 0) << err_;
  std::smatch shown;
  ASSERT_TRUE(std::regex_search(out_, shown, std::regex("accuracy [0-9.]+  loss [0-9.]+"))) << out_;
  const std::string metrics = shown[0];
  const std::string weights = directory_ / "m" / "export" / "hand_made.safetensors";
  ASSERT_EQ(run("again", {"--init", weights, "--evaluate"}), 0) << err_;
  EXPECT_NE(out_.find("5 of 5 tensors from"), std::string::npos) << out_;
  EXPECT_NE(out_.find(metrics), std::string::npos) << out_;
  ASSERT_EQ(run("m", {"--evaluate"}), 0) << err_;
  EXPECT_NE(out_.find(metrics), std::string::npos) << out_;
}

TEST_F(Loop, KeepsTheNewestAndTheBest) {
  ASSERT_EQ(run("m", {"--checkpoint_steps", "5", "--max_to_keep", "2"}), 0) << err_;
  const std::vector<std::string> expected = {"best.safetensors", "checkpoint-0000000040.safetensors",
                                             "checkpoint-0000000042.safetensors"};
  EXPECT_EQ(checkpoints("m"), expected);
  ASSERT_EQ(run("m", {"--clean", "--checkpoint_steps", "5", "--max_to_keep", "0"}), 0) << err_;
  EXPECT_EQ(checkpoints("m").size(), 11);
}

TEST_F(Loop, StopsAtTheThreshold) {
  ASSERT_EQ(run("m", {"--train_epochs", "50", "--stop_threshold", "0.8"}), 0) << err_;
  EXPECT_EQ(out_.find("epoch 50"), std::string::npos) << out_;
  const std::string first = exported("m");
  ASSERT_EQ(run("m", {"--train_epochs", "50", "--stop_threshold", "0.8"}), 0) << err_;
  EXPECT_EQ(exported("m"), first) << "it goes no further";
}

TEST_F(Loop, LossThatIsNotFinite) {
  ASSERT_EQ(run("m", {"--train_epochs", "1"}), 0) << err_;
  train::Recipe recipe = hand_made::recipe();
  EXPECT_EQ(run("m", {"--learning_rate", "1e30"}, recipe), 3);
  EXPECT_NE(err_.find("is not finite"), std::string::npos) << err_;
  EXPECT_EQ(run("fresh", {"--learning_rate", "1e25"}, recipe), 3);
  EXPECT_TRUE(std::regex_search(err_, std::regex("the loss of step [0-9]+ is not finite; the first that is not: the "
                                                 "(result of op [0-9], [a-z]+|parameter [a-z/]+)")))
      << err_;
  // The run goes on from the last good checkpoint.
  ASSERT_EQ(run("m", {}, recipe), 0) << err_;
}

TEST_F(Loop, SaysWhatIsWrong) {
  const auto fails = [&](int status, std::vector<std::string> arguments, const char* message) {
    EXPECT_EQ(run("m", std::move(arguments)), status) << out_;
    EXPECT_NE(err_.find(message), std::string::npos) << err_;
  };
  fails(2, {"--nothing"}, "there is no option --nothing");
  fails(2, {"--batch_size", "x"}, "--batch_size cannot be x");
  fails(2, {"-bs", "0"}, "-bs cannot be 0");
  fails(2, {"--learning_rate=nan"}, "cannot be nan");
  fails(1, {"--batch_size", "65"}, "a batch of 65");
  fails(1, {"--data_dir", directory_ / "nowhere"}, "nowhere");
  fails(1, {"--init", directory_ / "nowhere.safetensors"}, "nowhere.safetensors");
  fails(6, {"--model_dir", "/proc/nothing"}, "cannot make the directory");
  EXPECT_EQ(run("m", {"--help"}), 0);
  for (const char* option :
       {"--data_dir, -dd", "--model_dir, -md", "--clean", "--train_epochs, -te", "--epochs_between_evals, -ebe",
        "--stop_threshold, -st", "--batch_size, -bs", "--export_dir, -ed", "--max_train_steps", "--use_synthetic_data",
        "--init", "--seed", "--threads", "--max_to_keep", "--skip_bad_records", "--learning_rate"}) {
    EXPECT_NE(out_.find(option), std::string::npos) << option;
  }
}

TEST_F(Loop, OneRunAtATimeInADirectory) {
  fs::create_directories(directory_ / "m");
  train::DirectoryLock lock;
  ASSERT_TRUE(lock.take(directory_ / "m"));
  EXPECT_EQ(run("m", {"--clean"}), 1);
  EXPECT_NE(err_.find("another run works in"), std::string::npos) << err_;
}

TEST_F(Loop, MadeUpData) {
  EXPECT_EQ(run("m", {"--use_synthetic_data", "--train_epochs", "1"}), 0) << err_;
  EXPECT_NE(read(directory_ / "m" / "benchmark_run.log").find("\"name\": \"synthetic\""), std::string::npos);
}

TEST_F(Loop, LogsOfAResumedRunHaveEachStepOnce) {
  ASSERT_EQ(run("whole", {"--log_steps", "3"}), 0) << err_;
  ASSERT_EQ(run("parts", {"--log_steps", "3", "--max_train_steps", "10"}), 0) << err_;
  // As if it had been killed after lines that no checkpoint covers, within one.
  std::ofstream(directory_ / "parts" / "log.csv", std::ios::app) << "12,0,1,1,1,,\n15,0,1";
  std::ofstream(directory_ / "parts" / "metric.log", std::ios::app) << "{\"name\": \"accuracy\", \"global_step\": 21, ";
  ASSERT_EQ(run("parts", {"--log_steps", "3"}), 0) << err_;
  const auto without_speed = [&](const std::string& model) {
    return std::regex_replace(read(directory_ / model / "log.csv"), std::regex("(\n[0-9]+,[0-9]+,[^,]*,[^,]*,)[^,]*"),
                              "$1");
  };
  std::string parts = without_speed("parts");
  // The evaluation at the end of the first part.
  parts = std::regex_replace(parts, std::regex("\n10,0,,,,[^\n]*"), "");
  EXPECT_EQ(parts, without_speed("whole"));
  const std::string metrics = read(directory_ / "parts" / "metric.log");
  EXPECT_EQ(std::count(metrics.begin(), metrics.end(), '\n'), 6) << metrics;
}

TEST(TrainStep, AllocatesNothingAndLearns) {
  TrainState state;
  train::Optimizer optimizer;
  optimizer.kind = train::OptimizerKind::adam;
  TrainStateOptions options;
  options.slots = train::slots_of(optimizer);
  ASSERT_TRUE(state.create(options));
  state.initialize(3);
  train::Updater updater;
  ASSERT_TRUE(updater.create(train_info(), optimizer));
  updater.start(state);
  TrainContext context;
  ContextOptions context_options;
  context_options.threads = 2;
  ASSERT_TRUE(context.create(state, context_options));
  std::vector<Real> image(2 * kPixels), logits(2 * kClasses);
  for (std::size_t i = 0; i < image.size(); ++i) image[i] = static_cast<Real>(i % 11) / 11;
  const std::int32_t labels[] = {3, 8};
  double first = 0;
  const long before = allocations();
  train::StepResult result;
  for (int step = 0; step < 200; ++step) {
    const Status status = train::train_step(context, state, updater, {0.01}, &result, [&](Tensor loss) {
      return loss_and_gradients(context, ConstTensor(image.data(), {2, kPixels}), ConstTokens(labels, {2}), loss,
                                Tensor(logits.data(), {2, kClasses}));
    });
    ASSERT_TRUE(status) << status.message();
    if (step == 0) first = result.loss;
  }
  EXPECT_EQ(allocations(), before);
  EXPECT_LT(result.loss, first / 10);
  EXPECT_GT(result.update.penalty, 0);
  EXPECT_EQ(state.step, 200);
}

}  // namespace
}  // namespace hand_made
