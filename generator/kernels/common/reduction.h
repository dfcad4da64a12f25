// What kernels that reduce share: along which dimension, and the shapes in which they see x and y. Other dimensions
// are rows before it and features behind it, so that element i for the feature c of row o is
// x[(o * extent + i) * inner + c].
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "argument.h"

namespace specimen::gen {

enum class Along : std::uint8_t {
  features,  // x (rows, extent * inner) -> y (rows, inner)
  sequence,  // x (batch, sequence, inner) -> y (batch, inner): the extent is the sequence's
  batch,     // x (rows, inner) -> y (inner), which has no batch: the extent is the number of rows
};
const char* to_string(Along along);
bool parse(const char* text, Along* out);

// x, then y, which holds elements of that type.
std::vector<KernelArgument> reduction_arguments(Along along, int extent, int inner, DType result);

// 49x64, sequence_64, batch_64: the extent and the features behind it.
std::string reduction_name(Along along, int extent, int inner);

// "over 49 elements of 64 features", "over the batch of 64 features".
std::string reduction_text(Along along, int extent, int inner);

// How far a reference has to go: rows, and elements of each result.
struct ReductionLoops {
  int outer, extent;
};
inline ReductionLoops reduction_loops(Along along, int extent, int rows) {
  return along == Along::batch ? ReductionLoops{1, rows} : ReductionLoops{rows, extent};
}

}  // namespace specimen::gen
