// Shape rules: what an op's outputs look like, or why its inputs do not fit.
#pragma once

#include <cstdint>
#include <limits>
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
// Elements of one example, or of a tensor without a batch: the product of all dimensions after the batch; -1 when one
// depends on a symbol.
std::int64_t example_elements(const std::vector<Dim>& shape);
// The same at the maxima of its symbols; -1 when it does not fit into 64 bits.
std::int64_t most_example_elements(const std::vector<Dim>& shape, const Dim::Bindings& maxima);
// Extents that kernels index with 32 bits; far above any real layer.
inline constexpr std::int64_t kMostElements = std::numeric_limits<std::int32_t>::max() / 4;

}  // namespace specimen::gen
