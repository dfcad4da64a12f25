#include <algorithm>

#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {
namespace {

// A vector an image: eight vectors of units from several panels, since memory delivers more to several address streams
// than to one.
DenseSchedule vector_rule(const Dense& problem, Target target) {
  DenseSchedule schedule;
  const int vectors = divide_up(problem.units, vector_floats(target));
  schedule.unit_vectors = std::min(8, std::max(1, (vectors + 1) / 2));
  if (target == Target::v3 && schedule.unit_vectors % 2) ++schedule.unit_vectors;
  schedule.unroll = problem.inputs % 4 == 0 ? 4 : 1;
  return schedule;
}

struct RowTile {
  int vectors, rows;
};

// Shares of peak with cold weights, on one thread of a busy Xeon (177 GFLOP/s): 768 -> 960 units at 120 rows 3x8 85 %,
// 4x6 82 %, 2x8 and 2x12 74 %, 5x4 70 %, 1x14 60 %; 8-wide 2x6 and 3x4 alike. 4x6, 2x8 and 2x12 move vectors to the
// stack in variants of few tiles, 4x5 and 2x7 in none. Summing up the inputs in chunks of 128 to 768, whose weights
// stay in L1, only costs: 3072 -> 192 units takes 0.92 ms at once, 1.03 to 1.10 in chunks. With prefetch 768 -> 768
// units at 32 and 128 rows take 0.26 and 0.85 ms, without 0.31 and 0.98; at 16 rows and fewer memory decides, at one
// row 18 GB/s.
DenseSchedule rows_rule(const Dense& problem, Target target) {
  const std::vector<RowTile> tiles = target == Target::v4
                                         ? std::vector<RowTile>{{3, 8}, {4, 5}, {2, 7}, {5, 4}, {1, 14}}
                                         : std::vector<RowTile>{{2, 6}};
  // Whole panels only: a tile that hangs over the last one would read past the kernel.
  const int vectors = divide_up(problem.units, 16) * (16 / vector_floats(target));
  DenseSchedule schedule;
  for (const RowTile& tile : tiles) {
    if (vectors % tile.vectors != 0) continue;
    schedule.unit_vectors = tile.vectors;
    schedule.rows = std::min(tile.rows, problem.rows);
    break;
  }
  // Of two inputs at a time 3x8 is 3 % slower, but with a bias alone behind it four would move vectors to the stack.
  const bool tight = schedule.unit_vectors == 3 && problem.epilogue.steps.size() < 2;
  schedule.unroll = problem.inputs % 4 == 0 ? (tight ? 2 : 4) : 1;
  // 192 rows of 768 inputs are in L2 while all tiles of units go over them: 384 rows of 3072 -> 768 take 5.0 to 5.2 ms
  // on two threads, in tasks of 128 rows 5.2 to 5.6; of 128 and 1024 rows no difference. Few tiles of units: more tasks
  // of fewer rows.
  schedule.row_tiles = vectors / schedule.unit_vectors >= 8 ? 24 : 4;
  schedule.prefetch = true;
  return schedule;
}

}  // namespace

DenseSchedule rule(const Dense& problem, Target target) {
  return problem.rows > 1 ? rows_rule(problem, target) : vector_rule(problem, target);
}

std::vector<DenseSchedule> candidates(const Dense& problem, Target target) {
  std::vector<DenseSchedule> list = {rule(problem, target)};
  if (problem.rows > 1) {
    for (int row_tiles : {4, 8, 16, 32}) {
      list.push_back(list[0]);
      list.back().row_tiles = row_tiles;
    }
    list.push_back(list[0]);
    list.back().prefetch = false;
    return list;
  }
  for (int vectors : {2, 4, 8}) {
    for (int unroll : {1, 4, 8}) {
      if (problem.inputs % unroll) continue;
      DenseSchedule schedule = list[0];
      schedule.unit_vectors = vectors;
      schedule.unroll = unroll;
      if (!(schedule == list[0])) list.push_back(schedule);
    }
  }
  return list;
}

std::int64_t workspace_bytes(const Dense&, const DenseSchedule&, Target) { return 0; }

}  // namespace mnist::kernels
