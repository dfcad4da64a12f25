// Twenty steps of each optimizer against Keras's in float64. Built twice: in float and in double.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "golden.h"
#include "runtime/train/optimizer.h"
#include "runtime/train/updater.h"

namespace specimen_v2::train {
namespace {

constexpr int kSteps = 20;
constexpr SymbolInfo kSymbols[] = {{"batch", 1}};
constexpr FunctionInfo kFunction = {"none", nullptr, 0, nullptr, 0, nullptr, 0, 0};
constexpr ParameterInfo kParameters[] = {
    {"conv/kernel", 2, {3, 7}, 0, true, -1, {}, {}},
    {"conv/bias", 1, {7}, 32, true, -1, {}, {}},
    {"dense/kernel", 2, {5, 4}, 48, true, -1, {}, {}},
};

struct State : TrainState {
  using TrainState::create;
};

struct Case {
  const char* name;
  std::function<void(Optimizer&)> set;
  double l1 = 0, l2 = 0;
  std::vector<ParameterGroup> groups;
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

class Optimizers : public testing::TestWithParam<Case> {};

TEST_P(Optimizers, StepAsKerasDoes) {
  const Golden golden("optimizers");
  const std::vector<double> rates = golden.values("rates");
  std::vector<ParameterInfo> parameters(std::begin(kParameters), std::end(kParameters));
  for (ParameterInfo& p : parameters) p.regularizer = {GetParam().l1, GetParam().l2};
  ModelInfo model = {};
  model.name = "three";
  model.functions = &kFunction;
  model.function_count = 1;
  model.max_batch = 1;
  model.symbols = kSymbols;
  model.symbol_count = 1;
  const TrainInfo info = {&model, parameters.data(), 3, 80, 80};
  Optimizer optimizer;
  GetParam().set(optimizer);
  State state;
  TrainStateOptions options;
  options.slots = slots_of(optimizer);
  ASSERT_TRUE(state.create(info, options));
  Updater updater;
  ASSERT_TRUE(updater.create(info, optimizer, GetParam().groups.data(), static_cast<int>(GetParam().groups.size())));
  for (const ParameterInfo& p : parameters) {
    const std::vector<double> values = golden.values(std::string("weights/") + p.name);
    std::copy(values.begin(), values.end(), state.parameters() + p.offset);
  }
  updater.start(state);
  Context context;
  ContextOptions threads;
  threads.threads = 2;
  ASSERT_TRUE(context.create(model, threads));

  double largest = 0;  // difference, of the largest weight
  for (int step = 0; step < kSteps; ++step) {
    for (int micro = 0; micro < optimizer.accumulate; ++micro) {
      for (const ParameterInfo& p : parameters) {
        const std::vector<double> gradients = golden.values(std::string("gradients/") + p.name);
        const std::int64_t count = p.elements();
        for (std::int64_t k = 0; k < count; ++k) {
          const double factor = optimizer.accumulate > 1 ? micro + 0.5 : 1;
          state.gradients()[p.offset + k] =
              static_cast<Real>(gradients[static_cast<std::size_t>(step * count + k)] * factor);
        }
      }
      UpdateResult result;
      const Status status = updater.update(context, state, rates[static_cast<std::size_t>(step)], &result);
      ASSERT_TRUE(status) << status.message();
      EXPECT_EQ(result.updated, micro + 1 == optimizer.accumulate);
    }
    EXPECT_EQ(state.step, step + 1);
    const Real* shown = updater.average_slot() >= 0 ? state.slot(updater.average_slot()) : state.parameters();
    for (const ParameterInfo& p : parameters) {
      const std::vector<double> expected = golden.values(std::string(GetParam().name) + "/" + p.name);
      const std::int64_t count = p.elements();
      for (std::int64_t k = 0; k < count; ++k) {
        const double difference =
            std::fabs(static_cast<double>(shown[p.offset + k]) - expected[static_cast<std::size_t>(step * count + k)]);
        largest = std::max(largest, difference);
      }
    }
  }
  // In float, a momentum of 0.9 alone is off by 3e-8, twenty times.
  EXPECT_LT(largest, sizeof(Real) == 8 ? 1e-12 : 3e-6);
  for (std::int64_t k : {21, 31, 39, 47, 68, 79}) EXPECT_EQ(state.parameters()[k], 0) << "between tensors, " << k;
}

void momentum(Optimizer& o) { o.momentum = 0.9; }

const Case kCases[] = {
    {"sgd", [](Optimizer&) {}, 0, 0, {}},
    {"sgd_momentum", momentum, 0, 0, {}},
    {"sgd_nesterov",
     [](Optimizer& o) {
       momentum(o);
       o.nesterov = true;
     },
     0,
     0,
     {}},
    {"sgd_regularized", momentum, 0.003, 0.02, {}},
    {"sgd_clip_value",
     [](Optimizer& o) {
       momentum(o);
       o.clip_value = 0.2;
     },
     0,
     0.02,
     {}},
    {"sgd_clip_norm",
     [](Optimizer& o) {
       momentum(o);
       o.clip_norm = 0.5;
     },
     0,
     0.02,
     {}},
    {"sgd_clip_global_norm",
     [](Optimizer& o) {
       momentum(o);
       o.clip_global_norm = 0.7;
     },
     0,
     0,
     {}},
    {"sgd_average",
     [](Optimizer& o) {
       momentum(o);
       o.average_momentum = 0.8;
     },
     0,
     0,
     {}},
    {"sgd_accumulate",
     [](Optimizer& o) {
       momentum(o);
       o.accumulate = 3;
     },
     0,
     0,
     {}},
    {"adam", [](Optimizer& o) { o.kind = OptimizerKind::adam; }, 0, 0, {}},
    {"adam_amsgrad",
     [](Optimizer& o) {
       o.kind = OptimizerKind::adam;
       o.amsgrad = true;
       o.beta_2 = 0.9;
     },
     0,
     0,
     {}},
    {"adamw",
     [](Optimizer& o) {
       o.kind = OptimizerKind::adam;
       o.weight_decay = 0.05;
       o.epsilon = 1e-6;
       o.clip_global_norm = 1;
     },
     0,
     0,
     {{"**/bias", 1, 0}}},
    {"adamw_without_correction",
     [](Optimizer& o) {
       o.kind = OptimizerKind::adam;
       o.weight_decay = 0.01;
       o.epsilon = 1e-6;
       o.bias_correction = false;
     },
     0,
     0,
     {{"conv/bias", 1, 0}}},
    {"rmsprop",
     [](Optimizer& o) {
       o.kind = OptimizerKind::rmsprop;
       o.epsilon = 1e-3;
     },
     0,
     0,
     {}},
    {"rmsprop_momentum",
     [](Optimizer& o) {
       o.kind = OptimizerKind::rmsprop;
       o.momentum = 0.9;
       o.epsilon = 1e-3;
     },
     0,
     0,
     {}},
    {"rmsprop_centered",
     [](Optimizer& o) {
       o.kind = OptimizerKind::rmsprop;
       o.momentum = 0.5;
       o.centered = true;
       o.epsilon = 1e-3;
     },
     0,
     0,
     {}},
    {"adagrad",
     [](Optimizer& o) {
       o.kind = OptimizerKind::adagrad;
       o.initial_accumulator = 0.1;
     },
     0,
     0,
     {}},
    {"ftrl",
     [](Optimizer& o) {
       o.kind = OptimizerKind::ftrl;
       o.initial_accumulator = 0.1;
     },
     0,
     0,
     {}},
    {"ftrl_regularized",
     [](Optimizer& o) {
       o.kind = OptimizerKind::ftrl;
       o.initial_accumulator = 0.1;
       o.l1 = 0.01;
       o.l2 = 0.02;
       o.l2_shrinkage = 0.03;
       o.beta = 0.1;
     },
     0,
     0,
     {}},
};

Case lars(const char* name, bool nesterov, bool classic) {
  return {name,
          [=](Optimizer& o) {
            o.kind = OptimizerKind::lars;
            o.momentum = 0.9;
            o.nesterov = nesterov;
            o.classic_momentum = classic;
            o.weight_decay = 0.0005;
          },
          0,
          0,
          {{"*/bias", 1, 0, false}}};
}

std::string name_of(const testing::TestParamInfo<Case>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(All, Optimizers, testing::ValuesIn(kCases), name_of);
INSTANTIATE_TEST_SUITE_P(Lars, Optimizers,
                         testing::Values(lars("lars_00", false, false), lars("lars_01", false, true),
                                         lars("lars_10", true, false), lars("lars_11", true, true)),
                         name_of);

}  // namespace
}  // namespace specimen_v2::train
