// How a dense kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace specimen::gen {

// A register tile is `unit_vectors` vectors of units by one row, or, where tokens are rows, by up to `rows` rows. A
// task is one tile of units for all rows, or for up to `row_tiles` tiles of rows.
struct DenseSchedule {
  int unit_vectors = 1;
  int rows = 1;
  int unroll = 1;         // inputs in the body of the reduction loop
  int row_tiles = 1;      // tiles of rows in a task
  bool prefetch = false;  // register tiles ask for the weights of the next tile of units

  template <class V>
  void fields(V&& v) {
    v("unit_vectors", unit_vectors), v("rows", rows), v("unroll", unroll);
    v("row_tiles", row_tiles), v("prefetch", prefetch);
  }
};

// On GPUs: a block computes `lanes` units of `rows` rows; `parts` threads sum up a part of the inputs each.
struct DenseGpuSchedule {
  int lanes = 16;  // threads beside each other, a unit each
  int parts = 16;  // threads that share the sum of a unit
  int rows = 1;    // rows of a thread, in registers

  template <class V>
  void fields(V&& v) {
    v("lanes", lanes), v("parts", parts), v("rows", rows);
  }
};

DenseSchedule rule(const Dense& problem, Target target);
std::vector<DenseSchedule> candidates(const Dense& problem, Target target);

std::int64_t workspace_bytes(const Dense& problem, const DenseSchedule& schedule, Target target);

DenseGpuSchedule gpu_rule(const Dense& problem, Target target);
std::vector<DenseGpuSchedule> gpu_candidates(const Dense& problem, Target target);

}  // namespace specimen::gen
