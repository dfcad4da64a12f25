// How a dense kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/level.h"
#include "what.h"

namespace specimen::gen {

// A register tile is `unit_vectors` vectors of units by one row (by up to `rows` rows where the batch has as many); a
// task is one tile of units, all rows.
struct DenseSchedule {
  int unit_vectors = 1;
  int rows = 1;
  int unroll = 1;  // inputs in the body of the reduction loop

  template <class V>
  void fields(V&& v) {
    v("unit_vectors", unit_vectors), v("rows", rows), v("unroll", unroll);
  }
};

DenseSchedule rule(const Dense& what, Level level);
std::vector<DenseSchedule> candidates(const Dense& what, Level level);

std::string shape_name(const Dense& what);      // 2048_1001, 768_3072_rows512
std::int64_t flops(const Dense& what);          // a row; two for each multiply-add
std::int64_t kernel_floats(const Dense& what);  // packed, zeros included
std::vector<KernelArgument> arguments(const Dense& what);
std::int64_t scratch_bytes(const Dense& what, const DenseSchedule& how, Level level);

}  // namespace specimen::gen
