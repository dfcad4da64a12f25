#include <algorithm>

#include "../common/tiles.h"
#include "how.h"

namespace specimen::gen {
namespace {

// A vector an image: eight vectors of units from several panels, since memory delivers more to several address streams
// than to one.
DenseSchedule vector_rule(const Dense& what, Level level) {
  DenseSchedule how;
  const int vectors = divide_up(what.units, vector_floats(level));
  how.unit_vectors = std::min(8, std::max(1, (vectors + 1) / 2));
  if (level == Level::v3 && how.unit_vectors % 2) ++how.unit_vectors;
  how.unroll = what.inputs % 4 == 0 ? 4 : 1;
  return how;
}

struct RegisterTile {
  int vectors, rows;
};

// The largest divisor of `inputs` up to `most` that whole groups of four make up; `inputs` itself where there is none
// worth it.
int chunk_of(int inputs, int most) {
  for (int chunk = most; chunk >= 32; chunk -= 4) {
    if (inputs % chunk == 0) return chunk;
  }
  return 0;
}

DenseSchedule rows_rule(const Dense& what, Level level) {
  // Whole panels only: a tile that hangs over the last one would read past the kernel.
  constexpr RegisterTile kV4[] = {{3, 8}, {4, 6}, {2, 12}, {5, 4}, {1, 14}}, kV3[] = {{2, 6}};
  const int vectors = divide_up(what.units, 16) * (16 / vector_floats(level));
  DenseSchedule how;
  const auto choose = [&](const RegisterTile& tile) {
    if (how.unit_vectors > 1 || vectors % tile.vectors != 0) return;
    how.unit_vectors = tile.vectors, how.rows = tile.rows;
  };
  if (level == Level::v4) {
    for (const RegisterTile& tile : kV4) choose(tile);
  } else {
    for (const RegisterTile& tile : kV3) choose(tile);
  }
  how.rows = std::min(how.rows, what.rows);
  how.unroll = what.inputs % 4 == 0 ? 4 : 1;
  how.row_tiles = 16;
  how.chunk = chunk_of(what.inputs, 128);
  how.prefetch = true;
  return how;
}

}  // namespace

DenseSchedule rule(const Dense& what, Level level) {
  return what.rows > 1 ? rows_rule(what, level) : vector_rule(what, level);
}

std::vector<DenseSchedule> candidates(const Dense& what, Level level) {
  std::vector<DenseSchedule> list = {rule(what, level)};
  if (what.rows > 1) {
    for (int row_tiles : {4, 8, 32}) {
      list.push_back(list[0]);
      list.back().row_tiles = row_tiles;
    }
    for (int chunk : {0, 64, 256}) {
      if (chunk > 0 && what.inputs % chunk != 0) continue;
      list.push_back(list[0]);
      list.back().chunk = chunk;
    }
    return list;
  }
  for (int vectors : {2, 4, 8}) {
    for (int unroll : {1, 4, 8}) {
      if (what.inputs % unroll) continue;
      DenseSchedule how = list[0];
      how.unit_vectors = vectors;
      how.unroll = unroll;
      if (!(how == list[0])) list.push_back(how);
    }
  }
  return list;
}

// The sums of a task's rows.
std::int64_t scratch_bytes(const Dense& what, const DenseSchedule& how, Level level) {
  return what.rows > 1 ? std::int64_t{4} * how.unit_vectors * vector_floats(level) * how.rows * how.row_tiles : 0;
}

}  // namespace specimen::gen
