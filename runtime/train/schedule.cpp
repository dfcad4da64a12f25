#include "schedule.h"

#include <algorithm>
#include <cmath>

namespace specimen_v2::train {
namespace {

constexpr double kPi = 3.14159265358979323846;

// keras/src/optimizers/schedules/learning_rate_schedule.py; the inverse square root is that of TensorFlow Models'
// Transformer.
double scheduled(const Schedule& s, double step) {
  const auto decay_steps = static_cast<double>(s.decay_steps);
  switch (s.kind) {
    case ScheduleKind::constant:
      return s.rate;
    case ScheduleKind::piecewise: {
      double rate = s.rate;
      for (int i = 0; i < s.pieces && step > static_cast<double>(s.boundary[i]); ++i) rate = s.value[i];
      return rate;
    }
    case ScheduleKind::exponential: {
      const double p = step / decay_steps;
      return s.rate * std::pow(s.decay_rate, s.staircase ? std::floor(p) : p);
    }
    case ScheduleKind::polynomial: {
      double p;
      if (s.cycle) {
        const double multiplier = step == 0 ? 1 : std::ceil(step / decay_steps);
        p = step / (decay_steps * multiplier);
      } else {
        p = std::min(step, decay_steps) / decay_steps;
      }
      return (s.rate - s.end_rate) * std::pow(1 - p, s.power) + s.end_rate;
    }
    case ScheduleKind::cosine: {
      const double cosine = 0.5 * (1 + std::cos(kPi * (std::min(step, decay_steps) / decay_steps)));
      return s.rate * ((1 - s.alpha) * cosine + s.alpha);
    }
    case ScheduleKind::inverse_square_root:
      return s.rate * std::min(1.0, step / decay_steps) / std::sqrt(std::max(step, decay_steps));
  }
  return s.rate;
}

}  // namespace

double Schedule::at(std::int64_t step) const {
  const auto warmup = static_cast<double>(warmup_steps);
  const auto now = static_cast<double>(step);
  const double offset = starts_after_warmup ? warmup : 0;
  if (step >= warmup_steps) return scheduled(*this, now - offset);
  const double end = warmup_to_rate ? rate : scheduled(*this, warmup - offset);
  return warmup_rate + now / warmup * (end - warmup_rate);
}

}  // namespace specimen_v2::train
