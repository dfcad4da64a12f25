#include "graph/evaluate/norm.h"

#include <algorithm>
#include <cmath>

namespace specimen::gen {

Normalized normalize(const DenseArray& x, Norm norm, double epsilon) {
  Normalized result{x, {}, {}};
  const std::size_t n = static_cast<std::size_t>(x.shape.back());
  const auto count = static_cast<double>(n);
  for (std::size_t row = 0; row < x.data.size(); row += n) {
    double* v = &result.normal.data[row];
    double mean = 0, square = 0;
    if (norm == Norm::layer) {
      // Of differences from the first feature: exact where all are equal.
      for (std::size_t i = 0; i < n; ++i) mean += (v[i] - v[0]) / count;
      mean += v[0];
    }
    for (std::size_t i = 0; i < n; ++i) square += (v[i] - mean) * (v[i] - mean);
    if (norm == Norm::unit) {
      result.share.push_back(std::sqrt(square) > epsilon ? 1 : 0);
      result.factor.push_back(1 / std::max(std::sqrt(square), epsilon));
    } else {
      result.share.push_back(1 / count);
      result.factor.push_back(1 / std::sqrt(square / count + epsilon));
    }
    for (std::size_t i = 0; i < n; ++i) v[i] = (v[i] - mean) * result.factor.back();
  }
  return result;
}

}  // namespace specimen::gen
