// The live parameters of a state as the source of a model's weights: evaluation and the export read the same numbers.
#ifndef SPECIMEN_V2_TRAIN_LIVE_SOURCE_H
#define SPECIMEN_V2_TRAIN_LIVE_SOURCE_H

#include <cstdint>
#include <memory>
#include <vector>

#include "../core/weights.h"
#include "parameters.h"

namespace specimen_v2::train {

class LiveSource {
 public:
  // `average`: the slot with the moving average, which takes the place of the trainable parameters; below 0: none.
  explicit LiveSource(const TrainState& state, int average = -1) : state_(state), average_(average) {}
  TensorSource source() { return {&LiveSource::get, this}; }

  // The values of a parameter: where they are, or rounded and kept, where a build is in double. Null: no memory.
  const float* floats(const ParameterInfo& parameter);

 private:
  static Status get(void* data, const char* name, const std::int64_t* shape, int rank, const float** values);

  const TrainState& state_;
  int average_;
  std::vector<std::unique_ptr<float[]>> converted_;  // of a build in double
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_LIVE_SOURCE_H
