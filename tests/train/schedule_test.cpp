#include "runtime/train/schedule.h"

#include <gtest/gtest.h>

#include <cmath>

#include "golden.h"

namespace specimen_v2::train {
namespace {

void compare(const char* name, const Schedule& schedule) {
  const Golden golden("schedules");
  const std::vector<double> steps = golden.values("steps"), expected = golden.values(name);
  ASSERT_EQ(steps.size(), expected.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const double rate = schedule.at(static_cast<std::int64_t>(steps[i]));
    EXPECT_NEAR(rate, expected[i], 1e-14 + std::fabs(expected[i]) * 1e-12) << name << " at step " << steps[i];
  }
}

Schedule of(ScheduleKind kind, double rate, std::int64_t decay_steps) {
  Schedule schedule;
  schedule.kind = kind;
  schedule.rate = rate;
  schedule.decay_steps = decay_steps;
  return schedule;
}

TEST(Schedule, Exponential) {
  Schedule schedule = of(ScheduleKind::exponential, 0.05, 100);
  schedule.decay_rate = 0.96;
  compare("exponential", schedule);
  schedule.decay_steps = 50;
  schedule.decay_rate = 0.5;
  schedule.staircase = true;
  compare("exponential_staircase", schedule);
}

TEST(Schedule, Piecewise) {
  Schedule schedule = of(ScheduleKind::piecewise, 1, 1);
  schedule.pieces = 3;
  const double values[] = {0.5, 0.1, 0.01};
  const std::int64_t boundaries[] = {10, 50, 100};
  std::copy(values, values + 3, schedule.value);
  std::copy(boundaries, boundaries + 3, schedule.boundary);
  compare("piecewise", schedule);
}

TEST(Schedule, Polynomial) {
  Schedule schedule = of(ScheduleKind::polynomial, 0.3, 100);
  schedule.end_rate = 0.01;
  schedule.power = 2;
  compare("polynomial", schedule);
  schedule.decay_steps = 40;
  schedule.power = 0.5;
  schedule.cycle = true;
  compare("polynomial_cycle", schedule);
}

TEST(Schedule, CosineAndItsWarmup) {
  Schedule schedule = of(ScheduleKind::cosine, 0.2, 100);
  schedule.alpha = 0.1;
  compare("cosine", schedule);
  schedule.warmup_steps = 10;
  schedule.warmup_rate = 0.01;
  schedule.starts_after_warmup = true;
  compare("cosine_warmup", schedule);
}

TEST(Schedule, WarmupOfTheTensorFlowModels) {
  Schedule schedule = of(ScheduleKind::cosine, 0.2, 100);
  schedule.warmup_steps = 50;
  schedule.warmup_rate = 0.03;
  compare("linear_warmup", schedule);
  schedule = of(ScheduleKind::polynomial, 2e-5, 100);
  schedule.warmup_steps = 10;
  schedule.warmup_to_rate = true;
  compare("bert", schedule);
}

TEST(Schedule, InverseSquareRoot) {
  compare("inverse_square_root", of(ScheduleKind::inverse_square_root, 2 * std::pow(512, -0.5), 50));
}

TEST(Schedule, Constant) {
  const Schedule schedule = of(ScheduleKind::constant, 0.25, 1);
  EXPECT_EQ(schedule.at(0), 0.25);
  EXPECT_EQ(schedule.at(1000000), 0.25);
}

}  // namespace
}  // namespace specimen_v2::train
