#include <algorithm>

#include "../common/tiles.h"
#include "schedule.h"

namespace specimen::gen {
namespace {

int largest_divisor(int extent, int most) {
  for (int d = std::min(extent, most); d > 1; --d) {
    if (extent % d == 0) return d;
  }
  return std::min(extent, most);
}

// Rows that the windows of `rows` rows of y touch.
int touched_rows(const DepthwiseConv2D& problem, int rows) {
  return touched_height(problem) - (problem.out_height - std::min(rows, problem.out_height)) * problem.stride_height;
}

// Rows and vectors of channels in a task.
void split_tasks(const DepthwiseConv2D& problem, int vectors, DepthwiseConv2DSchedule* schedule) {
  const double work = double(flops(problem)) / vectors / problem.out_height;
  const bool by_rows = rows_stay(problem.out_height, problem.out_width);
  double least = 1e300;
  for (int parts = by_rows ? std::min(2, problem.out_height) : 1; parts <= (by_rows ? 8 : 1); parts *= 2) {
    const int rows = divide_up(problem.out_height, parts), row_tasks = divide_up(problem.out_height, rows);
    // Tasks copy rows that others copy too.
    const double again = pads(problem) ? double(touched_rows(problem, rows)) * row_tasks / touched_height(problem) : 1;
    for (int groups = 1; groups <= std::min(vectors, 8); ++groups) {
      const int in_task = divide_up(vectors, groups);
      const double cost = busy_time(divide_up(vectors, in_task) * row_tasks, in_task * rows * work * again);
      if (cost >= least * 0.999) continue;
      least = cost;
      schedule->rows = rows;
      schedule->channel_vectors = in_task;
    }
  }
}

}  // namespace

DepthwiseConv2DSchedule rule(const DepthwiseConv2D& problem, Target target) {
  DepthwiseConv2DSchedule schedule;
  // Seven pixels by two rows: 14 accumulators, and rows of the input that are read once for both. One row is 1.3 to 2
  // times slower, four rows spill (112x112x32: 42 us, 68 % of peak; 7x7x960: 79 %). Half of that for half the
  // registers.
  schedule.columns = largest_divisor(problem.out_width, target == Target::v4 ? 7 : 4);
  schedule.tile_rows = std::min(target == Target::v4 ? 2 : 1, problem.out_height);
  schedule.rows = schedule.tile_rows * divide_up(divide_up(problem.out_height, schedule.tile_rows), 8);
  // 28x28 and smaller: 10 to 50 % faster with the taps in registers; larger images are bound by the cache that holds
  // them.
  schedule.channels_outer = problem.out_height * problem.out_width <= 28 * 28;
  if (better_without_padding(touched_height(problem), touched_width(problem))) {
    const int vector = channel_vector(problem.channels, vector_floats(target)),
              vectors = divide_up(problem.channels, vector);
    split_tasks(problem, vectors, &schedule);
    if (problem.channels % vector != 0) schedule.channel_vectors = rows_in_task(vectors, schedule.channel_vectors);
  }
  return schedule;
}

std::vector<DepthwiseConv2DSchedule> candidates(const DepthwiseConv2D& problem, Target target) {
  std::vector<DepthwiseConv2DSchedule> list = {rule(problem, target)};
  for (int columns : {2, 4, 7, 8, 14}) {
    for (int tile_rows : {1, 2}) {
      if (columns > problem.out_width || tile_rows > problem.out_height) continue;
      DepthwiseConv2DSchedule schedule = list[0];
      schedule.columns = columns;
      schedule.tile_rows = tile_rows;
      schedule.rows = divide_up(problem.out_height, 8);
      if (!(schedule == list[0])) list.push_back(schedule);
    }
  }
  return list;
}

// What a task's windows touch of a vector of channels.
std::int64_t workspace_bytes(const DepthwiseConv2D& problem, const DepthwiseConv2DSchedule& schedule, Target target) {
  if (!pads(problem)) return 0;
  return std::int64_t{4} * touched_rows(problem, schedule.rows) * touched_width(problem) *
         channel_vector(problem.channels, vector_floats(target));
}

}  // namespace specimen::gen
