// Norms over the last dimension, as the evaluator computes them and their gradients.
#pragma once

#include <vector>

#include "graph/evaluate/evaluate.h"
#include "graph/layer_ops.h"

namespace specimen::gen {

// What a norm without gamma and beta makes of each row; what a row less its mean is times; and by how much the square
// of what it is divided by grows with the sum of its squares.
struct Normalized {
  DenseArray normal;
  std::vector<double> factor, share;
};

// `epsilon` is that of a LayerNormOp.
Normalized normalize(const DenseArray& x, Norm norm, double epsilon);

}  // namespace specimen::gen
