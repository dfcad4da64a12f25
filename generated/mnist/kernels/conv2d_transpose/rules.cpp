#include <algorithm>

#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {
namespace {

// Outputs of one phase.
int phase_rows(const Conv2DTranspose& problem) { return divide_up(problem.out_height, problem.stride_height); }
int phase_columns(const Conv2DTranspose& problem) { return divide_up(problem.out_width, problem.stride_width); }

struct Tile {
  int vectors = 1, columns = 1;
};

// The tiles of conv2d: as many accumulators as fit the registers. Blocks of channels must be whole, since a tile that
// hangs over the last panel would read past the filter.
Tile register_tile(const Conv2DTranspose& problem, Target target) {
  static constexpr Tile kV4[] = {{2, 14}, {3, 7}, {5, 4}, {1, 14}};
  static constexpr Tile kV3[] = {{2, 6}, {1, 6}};
  const int vector = vector_floats(target), width = phase_columns(problem);
  const int padded = divide_up(problem.out_channels, kPanel) * (kPanel / vector);
  Tile best;
  double least = 1e300;
  const auto consider = [&](const Tile& tile) {
    if (padded % tile.vectors != 0) return;
    // The channels of a tile read those of x that their groups read: a panel has few.
    if (problem.groups > 1 && tile.vectors > kPanel / vector) return;
    for (int columns = std::min(width, tile.columns); columns >= 1; --columns) {
      const int accumulators = tile.vectors * columns;
      // Two FMAs a cycle with a latency of four want twelve accumulators.
      const double pace = std::min(1.0, accumulators / 12.0) * (tile.vectors == 1 ? 0.87 : 1);
      const double cost = divide_up(width, columns) * columns / pace;
      if (cost >= least * 0.999) continue;
      least = cost;
      best = {tile.vectors, columns};
    }
  };
  if (target == Target::v4) {
    for (const Tile& tile : kV4) consider(tile);
  } else {
    for (const Tile& tile : kV3) consider(tile);
  }
  return best;
}

// Rows and blocks of channels in a task, so that one to eight threads are busy alike.
void split_tasks(const Conv2DTranspose& problem, int blocks, Conv2DTransposeSchedule* schedule) {
  const int height = phase_rows(problem);
  const double work = double(flops(problem)) / blocks / height;
  double least = 1e300;
  for (int parts = 1; parts <= std::min(height, 8); ++parts) {
    const int rows = divide_up(height, parts), row_tasks = divide_up(height, rows);
    // Tasks copy rows that others copy too.
    const double copied =
        pads(problem) ? 4.0 * touched_height(problem, rows) * touched_width(problem) * problem.in_channels : 0;
    for (int groups = 1; groups <= std::min(blocks, 8); ++groups) {
      const int in_task = divide_up(blocks, groups);
      const double cost = busy_time(divide_up(blocks, in_task) * row_tasks, in_task * rows * work + copied);
      if (cost >= least * 0.999) continue;
      least = cost;
      schedule->rows = rows;
      schedule->channel_blocks = in_task;
    }
  }
}

}  // namespace

Conv2DTransposeSchedule rule(const Conv2DTranspose& problem, Target target) {
  Conv2DTransposeSchedule schedule;
  const Tile tile = register_tile(problem, target);
  schedule.channel_vectors = tile.vectors;
  schedule.columns = tile.columns;
  schedule.unroll = problem.in_channels / problem.groups % 4 == 0 ? 4 : 1;
  split_tasks(problem, divide_up(problem.out_channels, tile.vectors * vector_floats(target)), &schedule);
  return schedule;
}

std::vector<Conv2DTransposeSchedule> candidates(const Conv2DTranspose& problem, Target target) {
  std::vector<Conv2DTransposeSchedule> list = {rule(problem, target)};
  for (int columns : {4, 7, 8, 14}) {
    for (int unroll : {1, 2, 4}) {
      if (columns > phase_columns(problem) || problem.in_channels / problem.groups % unroll != 0) continue;
      Conv2DTransposeSchedule schedule = list[0];
      schedule.columns = columns;
      schedule.unroll = unroll;
      if (!(schedule == list[0])) list.push_back(schedule);
    }
  }
  return list;
}

bool unrolls_phases(const Conv2DTranspose& problem) { return problem.stride_height <= 2 && problem.stride_width <= 2; }

// What a task reads of x, between zeros; and a tile of sums of every phase, which up to 16 KB the compiler keeps on the
// stack, and which is in registers where phases are unrolled.
std::int64_t workspace_bytes(const Conv2DTranspose& problem, const Conv2DTransposeSchedule& schedule, Target target) {
  std::int64_t bytes = 0;
  if (pads(problem)) {
    const int rows = std::min(schedule.rows, phase_rows(problem));
    bytes += std::int64_t{4} * touched_height(problem, rows) * touched_width(problem) * problem.in_channels;
  }
  if (unrolls_phases(problem)) return bytes;
  const std::int64_t sums = std::int64_t{4} * problem.stride_height * problem.stride_width * schedule.channel_vectors *
                            vector_floats(target) * std::min(schedule.columns, phase_columns(problem));
  return sums > 16 * 1024 ? bytes + sums : bytes;
}

}  // namespace mnist::kernels
