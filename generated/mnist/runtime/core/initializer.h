// How a tensor of weights starts, by Keras's initializers. Values are a pure function of (seed, name, shape): only
// exact arithmetic, square roots and comparisons, so every machine gives the same bits. The generator includes this
// file too.
#ifndef SPECIMEN_V2_CORE_INITIALIZER_H
#define SPECIMEN_V2_CORE_INITIALIZER_H

#include <cstdint>
#include <string_view>

namespace specimen_v2 {

enum class Distribution : std::uint8_t { constant, uniform, normal, truncated_normal };
// By what the variance is divided: keras.initializers.VarianceScaling. `none`: the numbers below are used as they are.
enum class FanMode : std::uint8_t { none, fan_in, fan_out, fan_avg };

struct InitializerInfo {
  Distribution distribution = Distribution::constant;
  FanMode mode = FanMode::none;
  double scale = 1;          // of variance scaling
  double low = 0, high = 0;  // uniform; constant: `low`
  double mean = 0, stddev = 0;
};

// The values of a tensor, row-major: float32 numbers, in whichever type they are stored.
void fill_initial(const InitializerInfo& initializer, std::uint64_t seed, std::string_view name,
                  const std::int64_t* shape, int rank, float* values);
void fill_initial(const InitializerInfo& initializer, std::uint64_t seed, std::string_view name,
                  const std::int64_t* shape, int rank, double* values);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_INITIALIZER_H
