// Learning rates by step, as Keras's schedules and the TensorFlow Models compute them.
#ifndef SPECIMEN_V2_TRAIN_SCHEDULE_H
#define SPECIMEN_V2_TRAIN_SCHEDULE_H

#include <cstdint>

namespace specimen_v2::train {

enum class ScheduleKind : std::uint8_t {
  constant,
  piecewise,            // PiecewiseConstantDecay: value i up to and including boundary i
  exponential,          // ExponentialDecay
  polynomial,           // PolynomialDecay
  cosine,               // CosineDecay without its own warm-up
  inverse_square_root,  // Transformer's: rate * min(1, step / w) / sqrt(max(step, w)), w = decay_steps
};

inline constexpr int kMaxPieces = 16;

struct Schedule {
  ScheduleKind kind = ScheduleKind::constant;
  double rate = 0.001;  // at the start; piecewise: the first value
  std::int64_t decay_steps = 1;
  double decay_rate = 1;   // exponential
  bool staircase = false;  // exponential
  double end_rate = 0;     // polynomial
  double power = 1;        // polynomial
  bool cycle = false;      // polynomial
  double alpha = 0;        // cosine: the rate at the end, as a part of that at the start
  int pieces = 0;          // piecewise: boundaries
  std::int64_t boundary[kMaxPieces] = {};
  double value[kMaxPieces] = {};  // after boundary i

  // Before the schedule: updates 0 .. warmup_steps - 1 go from warmup_rate in a straight line to the schedule's rate of
  // update warmup_steps (TensorFlow Models' LinearWarmup), or to `rate` (BERT's WarmUp, the ResNets').
  std::int64_t warmup_steps = 0;
  double warmup_rate = 0;
  bool warmup_to_rate = false;
  // The schedule counts from the end of the warm-up (Keras's CosineDecay with warmup_target).
  bool starts_after_warmup = false;

  // The rate of update `step`; the first is 0.
  double at(std::int64_t step) const;
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_SCHEDULE_H
