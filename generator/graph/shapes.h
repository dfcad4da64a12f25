// Shape rules: what an op's outputs look like, or why its inputs do not fit.
#pragma once

#include <string>
#include <vector>

#include "base/dim.h"
#include "graph/ops.h"

namespace specimen::gen {

struct Shapes {
  std::vector<std::vector<Dim>> outputs;
  std::string error;  // what is wrong, for the person who wrote the spec; empty when the shapes fit
};

Shapes infer_shapes(const Attributes& attributes, const std::vector<std::vector<Dim>>& inputs);

// The dimension as a number; -1 when it depends on a symbol.
std::int64_t number(const Dim& dim);
// Elements of one image: the product of all dimensions after the first; -1 when one depends on a symbol.
std::int64_t image_elements(const std::vector<Dim>& shape);

}  // namespace specimen::gen
