// A norm of one row in plain loops.
#pragma once

#include <cmath>

#include "norm.h"
#include "reference.h"

namespace mnist::kernels {

// What a norm makes of a row: (x - mean) / length. Sums are of doubles.
struct RowNorm {
  double mean = 0, length = 1;
  double share = 1;  // of the sum of squares in length^2: 1, or 1 / features; 0: the length is that of epsilon
};

// The mean is that of differences from the first feature, exact where all are equal.
template <class T>
RowNorm row_norm(Norm norm, double epsilon, int features, const T* x) {
  RowNorm row;
  double squares = 0;
  if (norm == Norm::layer) {
    for (int i = 0; i < features; ++i) row.mean += static_cast<double>(x[i]) - x[0];
    row.mean = x[0] + row.mean / features;
  }
  for (int i = 0; i < features; ++i) squares += (x[i] - row.mean) * (x[i] - row.mean);
  if (norm == Norm::unit) {
    row.length = std::sqrt(larger(squares, epsilon));
    row.share = squares > epsilon ? 1 : 0;
  } else {
    row.length = std::sqrt(squares / features + epsilon);
    row.share = 1.0 / features;
  }
  return row;
}

}  // namespace mnist::kernels
