#include "standardize.h"

#include <cmath>

namespace specimen_v2 {

void standardize(float* values, std::size_t count) {
  if (count == 0) return;
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < count; ++i) sum += values[i];
  const double mean = sum / static_cast<double>(count);
  for (std::size_t i = 0; i < count; ++i) squares += (values[i] - mean) * (values[i] - mean);
  const double deviation = std::sqrt(squares / static_cast<double>(count));
  const double divisor = std::fmax(deviation, 1 / std::sqrt(static_cast<double>(count)));
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>((values[i] - mean) / divisor);
}

}  // namespace specimen_v2
