#include "quantize.h"

#include <cmath>

namespace specimen_v2 {

std::int8_t to_int8(double value, double scale) {
  if (scale == 0) return 0;
  const double nearest = std::nearbyint(value / scale);
  const double most = kMostInt8;
  return static_cast<std::int8_t>(nearest > most ? most : nearest < -most ? -most : nearest);
}

void quantize_panels(const Real* packed, std::int64_t channels, std::int64_t rows, std::int8_t* to, Real* scales) {
  for (std::int64_t panel = 0; panel < panels(channels); ++panel) {
    for (int lane = 0; lane < kPanel; ++lane) {
      const std::int64_t first = panel * rows * kPanel + lane, channel = panel * kPanel + lane;
      double most = 0;
      for (std::int64_t row = 0; row < rows; ++row)
        most = std::fmax(most, std::fabs(double(packed[first + row * kPanel])));
      // A factor is a float, also in a build in double, so that both round alike.
      const float scale = static_cast<float>(most / kMostInt8);
      if (channel < channels) scales[channel] = scale;
      for (std::int64_t row = 0; row < rows; ++row)
        to[first + row * kPanel] = to_int8(packed[first + row * kPanel], scale);
    }
  }
}

}  // namespace specimen_v2
