#include "runtime/train/updater.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "hand_made.h"
#include "runtime/train/path_pattern.h"

namespace hand_made {
namespace {

TEST(PathPattern, Matches) {
  using train::path_matches;
  EXPECT_TRUE(path_matches("**", "a/b/c"));
  EXPECT_TRUE(path_matches("**/bias", "bias"));
  EXPECT_TRUE(path_matches("**/bias", "a/b/bias"));
  EXPECT_TRUE(path_matches("*/bias", "a/bias"));
  EXPECT_TRUE(path_matches("layer*/norm/*", "layer12/norm/gamma"));
  EXPECT_TRUE(path_matches("a/**/kernel", "a/kernel"));
  EXPECT_TRUE(path_matches("a/**/kernel", "a/b/c/kernel"));
  EXPECT_TRUE(path_matches("", ""));
  EXPECT_FALSE(path_matches("*/bias", "a/b/bias"));
  EXPECT_FALSE(path_matches("bias", "a/bias"));
  EXPECT_FALSE(path_matches("a/*", "a"));
  EXPECT_FALSE(path_matches("**/bias", "a/biases"));
  EXPECT_FALSE(path_matches("", "a"));
}

// Large tensors of several pieces.
constexpr ParameterInfo kParameters[] = {
    {"a/kernel", 2, {301, 333}, 0, true, -1, {Distribution::normal, FanMode::none, 1, 0, 0, 0, 0.1}, {1e-5, 1e-4}},
    {"a/bias", 1, {333}, 100240, true, -1, {}, {}},
    {"b/kernel", 2, {200, 173}, 100576, true, -1, {Distribution::normal, FanMode::none, 1, 0, 0, 0, 0.1}, {}},
    {"b/moving_variance", 1, {5}, 135184, false, 0.99, {Distribution::constant, FanMode::none, 1, 1, 0, 0, 0}, {}},
    {"frozen/kernel", 1, {3}, 135200, false, -1, {Distribution::constant, FanMode::none, 1, 2, 0, 0, 0}, {}},
};
constexpr TrainInfo large(const ModelInfo& model) { return {&model, kParameters, 5, 135184, 135216}; }

struct State : specimen_v2::TrainState {
  using specimen_v2::TrainState::create;
};

void step(const train::Optimizer& optimizer, int threads, State* state) {
  static const TrainInfo info = large(*train_info().model);
  TrainStateOptions options;
  options.slots = train::slots_of(optimizer);
  ASSERT_TRUE(state->create(info, options));
  state->initialize(1);
  train::Updater updater;
  const train::ParameterGroup groups[] = {{"**/bias", 2, 0, false}, {"b/**", 0.5}};
  const Status status = updater.create(info, optimizer, groups, 2);
  ASSERT_TRUE(status) << status.message();
  updater.start(*state);
  Context context;
  ContextOptions context_options;
  context_options.threads = threads;
  ASSERT_TRUE(static_cast<specimen_v2::Context&>(context).create(*info.model, context_options));
  for (int i = 0; i < 3; ++i) {
    for (const ParameterInfo& p : kParameters) {
      for (std::int64_t k = 0; k < p.elements(); ++k) {
        state->gradients()[p.offset + k] = static_cast<Real>(std::sin(static_cast<double>(p.offset + k * (i + 1))));
      }
    }
    train::UpdateResult result;
    ASSERT_TRUE(updater.update(context, *state, 0.01, &result));
    EXPECT_GT(result.penalty, 0);
  }
}

TEST(Updater, SameBitsForAnyNumberOfThreads) {
  for (const train::OptimizerKind kind :
       {train::OptimizerKind::sgd, train::OptimizerKind::adam, train::OptimizerKind::rmsprop,
        train::OptimizerKind::adagrad, train::OptimizerKind::ftrl, train::OptimizerKind::lars}) {
    train::Optimizer optimizer;
    optimizer.kind = kind;
    optimizer.momentum = 0.9;
    optimizer.initial_accumulator = 0.1;
    optimizer.weight_decay = 0.01;
    optimizer.average_momentum = 0.99;
    if (kind != train::OptimizerKind::lars) optimizer.clip_global_norm = 3;
    State one, two, five;
    step(optimizer, 1, &one);
    step(optimizer, 2, &two);
    step(optimizer, 5, &five);
    const auto bytes = static_cast<std::size_t>(135216) * sizeof(Real);
    EXPECT_EQ(std::memcmp(one.parameters(), two.parameters(), bytes), 0);
    EXPECT_EQ(std::memcmp(one.parameters(), five.parameters(), bytes), 0);
    const int last = one.slots() - 1;
    EXPECT_EQ(std::memcmp(one.slot(last), five.slot(last), static_cast<std::size_t>(135184) * sizeof(Real)), 0);
    EXPECT_EQ(one.parameters()[135200], 2) << "frozen";
    double moving = 1;
    for (int i = 0; i < 3; ++i) moving = 0.99 * moving + 0.01 * std::sin(135184.0);
    EXPECT_NEAR(static_cast<double>(one.parameters()[135184]), moving, 1e-6);
  }
}

TEST(Updater, RefusesWhatCannotBe) {
  train::Updater updater;
  const auto refused = [&](void (*change)(train::Optimizer&)) {
    train::Optimizer optimizer;
    change(optimizer);
    return updater.create(train_info(), optimizer).code() == StatusCode::invalid_argument;
  };
  EXPECT_TRUE(refused([](train::Optimizer& o) { o.beta_1 = 1; }));
  EXPECT_TRUE(refused([](train::Optimizer& o) { o.momentum = std::nan(""); }));
  EXPECT_TRUE(refused([](train::Optimizer& o) { o.accumulate = 0; }));
  EXPECT_TRUE(refused([](train::Optimizer& o) { o.clip_norm = o.clip_value = 1; }));
  EXPECT_TRUE(refused([](train::Optimizer& o) {
    o.kind = train::OptimizerKind::lars;
    o.clip_norm = 1;
  }));
  EXPECT_FALSE(refused([](train::Optimizer&) {}));
}

TEST(Updater, GradientsThatAreNotFiniteChangeNothing) {
  train::Optimizer optimizer;
  optimizer.clip_global_norm = 1;
  TrainState state;
  ASSERT_TRUE(state.create({}));
  state.initialize(1);
  train::Updater updater;
  ASSERT_TRUE(updater.create(train_info(), optimizer));
  TrainContext context;
  ASSERT_TRUE(context.create(state, {}));
  const std::vector<Real> before(state.parameters(), state.parameters() + train_info().trainable_elements);
  state.g.logits.bias[1] = std::numeric_limits<Real>::infinity();
  train::UpdateResult result;
  EXPECT_EQ(updater.update(context, state, 0.1, &result).code(), StatusCode::out_of_range);
  EXPECT_EQ(std::memcmp(before.data(), state.parameters(), before.size() * sizeof(Real)), 0);
  EXPECT_EQ(state.step, 0);
  TrainState other;
  TrainStateOptions slots;
  slots.slots = 1;
  ASSERT_TRUE(other.create(slots));
  EXPECT_EQ(updater.update(context, other, 0.1, &result).code(), StatusCode::invalid_argument);
}

}  // namespace
}  // namespace hand_made
