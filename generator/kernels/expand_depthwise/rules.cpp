// The rules that choose a schedule. Times in comments: one core of a Xeon with 2 MB of L2, weights cold in cache.
#include <algorithm>

#include "../common/tiles.h"
#include "schedule.h"

namespace specimen::gen {
namespace {

// Pixels of a tile, up to `most`: those of the last tile beyond the row are computed for nothing, and every tile costs
// about one more to start.
int tile_columns(int width, int most) {
  int best = 1;
  const auto cost = [&](int columns) { return divide_up(width, columns) * (columns + 1); };
  for (int columns = 2; columns <= std::min(width, most); ++columns) {
    if (cost(columns) <= cost(best)) best = columns;
  }
  return best;
}

// Operations that a value goes through on its way through a chain, roughly: an exponential is 25 multiply-adds.
int operations(const Chain& chain) {
  int count = 0;
  for (const Step& step : chain.steps) {
    switch (step.fn) {
      case Fn::elu:
      case Fn::sigmoid:
      case Fn::tanh:
      case Fn::silu:
      case Fn::gelu:
      case Fn::gelu_tanh:
      case Fn::softplus:
      case Fn::mish:
      case Fn::exponential:
        count += 50;
        break;
      default:
        count += 2;
    }
  }
  return count;
}

// Rows of a task: those with the least sum of the times of one, two, four and eight threads. What more tasks cost: rows
// of the expanded image that two of them compute (fourteen rows of 56 in a task: 8 % slower than all), and their start.
// What fewer cost: where a task is all rows of a block of channels, and that no whole number of cache lines, two
// threads write to the same lines (144 channels at 56x56 in blocks of 24: no faster on two threads than on one), about
// 4 ns a pixel.
int rows_of_task(const ExpandDepthwise& problem, int blocks, int block) {
  const double expanded_row =
      double(problem.in_width) * (2 * problem.in_channels + operations(problem.expansion)) * block;
  const double row = double(problem.out_width) *
                     (2 * problem.kernel_height * problem.kernel_width + operations(problem.epilogue)) * block;
  int best = problem.out_height;
  double least = 1e300;
  for (int parts : {1, 2, 4, 8}) {
    const int rows = divide_up(problem.out_height, parts);
    const int expanded = std::min(problem.in_height, (rows - 1) * problem.stride_height +
                                                         (problem.kernel_height - 1) * problem.dilation_height + 1);
    const int tasks = blocks * divide_up(problem.out_height, rows);
    const double task = expanded * expanded_row + rows * row;
    const double shared = parts == 1 && block % 16 != 0 ? 4.0 * 150 * problem.out_height * problem.out_width : 0;
    const double cost = busy_time(tasks, task + shared) - shared * tasks;  // one thread alone shares nothing
    if (cost < least * 0.999) {
      least = cost;
      best = rows;
    }
  }
  return best;
}

}  // namespace

ExpandDepthwiseSchedule rule(const ExpandDepthwise& problem, Target target) {
  // Vectors and columns of a tile, the first whose blocks of channels do not hang over the last panel. 192 channels at
  // 28x28: 3x7 89 us, 2x14 95, 1x14 115; 144 at 56x56: 3x7 as 1x14. With 8 lanes 3x4 132 us, 2x6 139, 1x8 167; 64
  // channels at 112x112: 2x4 as 2x6, which spills where rows have a tail.
  struct Tile {
    int vectors, columns;
  };
  static constexpr Tile kV4[] = {{3, 7}, {2, 7}, {1, 14}}, kV3[] = {{3, 4}, {2, 4}};
  const int vector = vector_floats(target), vectors = divide_up(problem.channels, vector);
  const int of_panels = divide_up(problem.channels, kPanel) * (kPanel / vector);
  ExpandDepthwiseSchedule schedule;
  const auto consider = [&](const Tile& tile) {
    if (schedule.channel_vectors > 1 || divide_up(vectors, tile.vectors) * tile.vectors > of_panels) return;
    schedule.channel_vectors = tile.vectors;
    schedule.columns = tile_columns(problem.in_width, tile.columns);
  };
  if (target == Target::v4) {
    for (const Tile& tile : kV4) consider(tile);
  } else {
    for (const Tile& tile : kV3) consider(tile);
  }
  schedule.unroll = problem.in_channels % 4 == 0 ? 4 : 1;
  schedule.depthwise_columns = tile_columns(problem.out_width, target == Target::v4 ? 7 : 4);
  const int block = schedule.channel_vectors * vector;
  schedule.rows = rows_of_task(problem, divide_up(problem.channels, block), block);
  return schedule;
}

// Share of the time of both kernels that one takes, on one thread and on two, of expansions by six before 3x3:
//   112x112x16, stride 2, relu6 0.71, 0.66; swish 0.83, 0.75    28x28x32, relu6 0.80, 0.78
//   56x56x24, relu6 0.89, 0.82; swish 1.04, 0.89                28x28x40, stride 2, swish 1.04, 0.84
//   56x56x24, stride 2, relu6 0.84, 0.72                        14x14x64, relu6 0.96; swish 1.13, 0.9
//   56x56x24 -> 72, relu 0.97, 0.95                             7x7x160, relu6 1.31; swish 1.32
// Small images are in L2 until the depthwise convolution reads them, and their many channels want weights from memory
// ahead of time. Whole networks gain nothing more from those of 14x14 pixels on one thread.
bool better_as_one(const ExpandDepthwise& problem) { return problem.in_height * problem.in_width >= 20 * 20; }

std::vector<ExpandDepthwiseSchedule> candidates(const ExpandDepthwise& problem, Target target) {
  const ExpandDepthwiseSchedule base = rule(problem, target);
  std::vector<ExpandDepthwiseSchedule> list = {base};
  const auto add = [&](const ExpandDepthwiseSchedule& schedule) {
    if (std::find(list.begin(), list.end(), schedule) == list.end()) list.push_back(schedule);
  };
  const int panels = divide_up(problem.channels, kPanel) * (kPanel / vector_floats(target));
  for (int vectors : {1, 2, 3, 5}) {
    for (int columns : target == Target::v4 ? std::vector<int>{4, 7, 8, 14} : std::vector<int>{4, 6, 8}) {
      ExpandDepthwiseSchedule schedule = base;
      schedule.channel_vectors = vectors;
      schedule.columns = std::min(columns, problem.in_width);
      const int blocks = divide_up(divide_up(problem.channels, vector_floats(target)), vectors);
      if (blocks * vectors <= panels && vectors * columns <= (target == Target::v4 ? 28 : 12)) add(schedule);
    }
  }
  for (int parts : {1, 2, 4, 8}) {
    for (int columns : {2, 4, 7, 14}) {
      ExpandDepthwiseSchedule schedule = base;
      schedule.rows = divide_up(problem.out_height, parts);
      schedule.depthwise_columns = std::min(columns, problem.out_width);
      add(schedule);
    }
  }
  return list;
}

// The ring of rows. Sums are in registers.
std::int64_t workspace_bytes(const ExpandDepthwise& problem, const ExpandDepthwiseSchedule& schedule, Target target) {
  return std::int64_t{4} * schedule.channel_vectors * vector_floats(target) * expanded_columns(problem) *
         ring_rows(problem, schedule);
}

}  // namespace specimen::gen
