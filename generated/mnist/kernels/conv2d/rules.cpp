// The rules that choose a schedule. Shares of peak in comments: one Zen 5 core (265 GFLOP/s), weights cold in cache.
#include <algorithm>
#include <vector>

#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {
namespace {

// What is smaller than 16 KB the compiler keeps on the stack.
std::int64_t on_heap(std::int64_t floats) { return floats * 4 > 16 * 1024 ? floats * 4 : 0; }

// Share of the FMA peak of a tile of `vectors` x `columns` accumulators: two FMAs a cycle with a latency of four want
// twelve accumulators (8: 85 %, 10: 94 %, 12 to 28: 97 %); a single vector needs more loads than FMAs (1x14: 87 %,
// 8-wide 1x7: 75 %); few columns want more weights a cycle than L2 gives (7x2: 72 %, 7x3: 98 %, 8-wide 4x2: 86 %).
double tile_efficiency(Target target, int vectors, int columns) {
  const int accumulators = vectors * columns;
  const double latency = accumulators <= 8 ? 0.106 * accumulators : accumulators < 12 ? 0.94 : 0.97;
  const double loads = vectors == 1 ? (target == Target::v4 ? 0.87 : 0.75) : 1;
  const double weights = target == Target::v4 ? 0.36 * columns : 0.43 * columns;
  return std::min({latency, loads, weights});
}

struct RegisterTile {
  int vectors = 1, columns = 1;
};

// Blocks of channels must be whole: a tile that hangs over the last panel would read past the filter, and bounds that
// are not constant cost 3x (80 channels by 2x7: 33 % of peak; by 5x4: 99 %). `width`: pixels of a row, or of the image
// where it is one row. The table: the most columns that do not spill, for each number of vectors.
RegisterTile register_tile(Target target, int out_channels, int width, bool pointwise) {
  static constexpr RegisterTile kV4[] = {{2, 14}, {3, 7}, {5, 4}, {7, 3}, {4, 6}, {1, 14}};
  static constexpr RegisterTile kV3[] = {{2, 6}, {3, 4}};
  const int vector = vector_floats(target);
  const int vectors = (out_channels + vector - 1) / vector;
  const int padded = (out_channels + kPanel - 1) / kPanel * (kPanel / vector);  // with the last panel's zeros
  RegisterTile best;
  double best_cost = 1e30;
  const auto consider = [&](const RegisterTile& row) {
    if (vectors % row.vectors != 0 && padded % row.vectors != 0) return;
    const double channels = vectors % row.vectors == 0 ? 1 : double(padded) / vectors;
    // 1x1 gains nothing above ten columns and spills there once four steps are unrolled.
    const int most = std::min(width, target == Target::v4 && row.vectors == 2 && pointwise ? 10 : row.columns);
    for (int columns = most; columns >= 1; --columns) {
      const double computed = channels * (divide_up(width, columns) * columns);
      // A little in favour of 7: it never spilled, whatever was unrolled.
      const double cost =
          computed / tile_efficiency(target, row.vectors, columns) * (pointwise && columns == 7 ? 0.99 : 1);
      if (cost < best_cost * 0.999) {
        best_cost = cost;
        best = {row.vectors, columns};
      }
    }
  };
  if (target == Target::v4) {
    for (const RegisterTile& row : kV4) consider(row);
  } else {
    for (const RegisterTile& row : kV3) consider(row);
  }
  return best;
}

// How long `threads` threads that fetch the tasks in order take, as a multiple of their share: 1 is perfect. The last
// task of blocks and the last of rows may be smaller than the others.
double imbalance(int blocks, int blocks_in_task, int rows, int rows_in_task, int threads) {
  std::vector<double> busy(static_cast<std::size_t>(threads), 0.0);
  for (int b = 0; b < blocks; b += blocks_in_task) {
    for (int r = 0; r < rows; r += rows_in_task) {
      *std::min_element(busy.begin(), busy.end()) +=
          double(std::min(blocks_in_task, blocks - b)) * std::min(rows_in_task, rows - r);
    }
  }
  return *std::max_element(busy.begin(), busy.end()) * threads / (double(blocks) * rows);
}

// Tasks: `rows` of pixels (of one row: of tiles) and blocks of channels, split so that one, two, four and eight threads
// are equally busy. A split also costs: the start of each task; where rows are split, weights that every thread reads
// again; where channels are split, pixels that every group reads again.
void split_tasks(const Conv2D& problem, int blocks, int rows, Conv2DSchedule* schedule) {
  // A core's pace: 150 operations and 10 bytes from memory a nanosecond, 60 from L2, 20 from L3; a task starts in 300.
  const double work = double(flops(problem)) / 150, start = 300;
  const double weights = double(filter_elements(problem)) * 4 / 10;
  const double image = double(touched_height(problem)) * touched_width(problem) * problem.in_channels * 4;
  const double pixels = image / (image < (1 << 20) ? 60 : 20);
  // Where tasks are groups of channels, half of what they read was written by another thread, which has it in its
  // cache.
  const bool stay = rows_stay(problem.out_height, problem.out_width);
  const double output = double(problem.out_height) * problem.out_width * problem.out_channels * 4;
  const double crossing = stay ? (image + output) / 2 / 5 : 0;
  double best = 1e30;
  for (int parts = 1; parts <= std::min(rows, 8); ++parts) {
    const int rows_in_task = divide_up(rows, parts);
    for (int groups = 1; groups <= std::min(blocks, 8); ++groups) {
      const int blocks_in_task = divide_up(blocks, groups);
      const int row_tasks = divide_up(rows, rows_in_task), block_tasks = divide_up(blocks, blocks_in_task);
      const double tasks = double(row_tasks) * block_tasks;
      double cost = 0;
      for (int threads : {1, 2, 4, 8}) {
        const double share = work / threads;
        const double read_again = (weights * std::min(threads, row_tasks) + pixels * block_tasks) / threads;
        const double fetched = parts == 1 && threads > 1 ? crossing / threads : 0;
        cost += (share * imbalance(blocks, blocks_in_task, rows, rows_in_task, threads) + tasks * start / threads +
                 read_again + fetched) /
                share;
      }
      if (cost < best * 0.999) {
        best = cost;
        schedule->rows = rows_in_task;
        schedule->channel_blocks = blocks_in_task;
      }
    }
  }
  schedule->channels_outer = schedule->channel_blocks < blocks && !(stay && schedule->rows < rows);
}

Conv2DSchedule direct_rule(const Conv2D& given, Target target) {
  const Conv2D problem = flattened(given);
  const int panel_vectors = kPanel / vector_floats(target);
  const int depth = panel_inputs(problem);
  const bool one_row = problem.out_height == 1;
  Conv2DSchedule schedule;
  const bool pointwise = problem.kernel_height * problem.kernel_width == 1;
  RegisterTile tile = register_tile(target, problem.out_channels, problem.out_width, pointwise);
  // Groups: a tile must not cross two, and panels may; one panel is the safe width.
  if (problem.groups > 1) tile = {panel_vectors, std::min(problem.out_width, target == Target::v4 ? 14 : 6)};
  schedule.channel_vectors = tile.vectors;
  schedule.columns = tile.columns;
  // Four steps hide the loop's own work; with 28 accumulators and strided inputs they spill (16 to 22 moves), and are
  // not needed.
  schedule.unroll = target == Target::v4 && schedule.channel_vectors * schedule.columns > 24 ? 1
                    : depth % 4 == 0                                                         ? 4
                                                                                             : 1;
  const int blocks = divide_up(problem.out_channels, schedule.channel_vectors * vector_floats(target));
  const int tiles_in_row = divide_up(problem.out_width, schedule.columns);
  const int rows = one_row ? tiles_in_row : problem.out_height;
  split_tasks(given, blocks, rows, &schedule);
  // 49 or 196 pixels reuse a weight too little to hide its way from memory: every tile asks for its share of the next
  // block's. 70-83 % -> 95-97 %.
  const int pixels = given.out_height * given.out_width;
  schedule.prefetch = pixels <= 14 * 14 && schedule.channel_blocks > 1 && panel_groups(problem) == 1;
  // So few that a block's weights pass through L1 once for each row: a chunk of them stays there for all rows. A 3x3
  // chunk then comes from memory so slowly that prefetches only disturb (7x7 of 512 channels on Intel, one thread and
  // two: 67 and 60 % of peak, so 76 and 72 %; 1x1 of 2048: 74 %, so 79 %).
  if (pixels <= 7 * 7 && depth >= (pointwise ? 1024 : 128)) {
    schedule.channel_chunk = pointwise ? 256 : 16;
    if (!chunked(given, schedule)) schedule.channel_chunk = 0;
    if (!pointwise && schedule.channel_chunk > 0) schedule.prefetch = false;
  }
  return schedule;
}

Conv2DSchedule winograd_rule(const Conv2D& problem, Target target) {
  const int m = winograd_tile(problem.algorithm);
  const int tiles_x = divide_up(problem.out_width, m), tiles_y = divide_up(problem.out_height, m);
  Conv2DSchedule schedule;
  schedule.channel_vectors = 2;
  const int blocks = divide_up(problem.out_channels, schedule.channel_vectors * vector_floats(target));
  schedule.unroll = problem.in_channels % 4 == 0 ? 4 : 1;
  const bool few_tiles = tiles_x * tiles_y <= 64 || problem.in_channels >= 256;
  if (few_tiles && blocks >= 4) {
    // The transformed input is shared, and a task is a block of channels.
    schedule.rows = tiles_y;
    schedule.channel_blocks = 1;
  } else {
    // A task transforms its own rows of tiles: enough to fill a register tile, few enough that V and M of a block stay
    // in L2, and enough that threads are busy alike (128 -> 32 channels at 28x28 and 14x14 in one task took as long on
    // two threads as on one). Whole tasks: the last one's tiles must not be fewer than a register tile holds.
    schedule.rows = 1;
    schedule.channel_blocks = blocks;
    double least = 1e300;
    for (int rows = 1; rows <= tiles_y; ++rows) {
      const int tiles = rows * tiles_x;
      if (tiles_y % rows != 0 || (rows > 1 && tiles > 32) || (tiles < 7 && rows < tiles_y)) continue;
      const double cost = busy_time(tiles_y / rows, double(flops(problem)) / 3 * rows / tiles_y);
      if (cost >= least) continue;
      least = cost;
      schedule.rows = rows;
    }
  }
  const int tiles = schedule.rows * tiles_x;
  schedule.columns = register_tile(target, schedule.channel_vectors * vector_floats(target), tiles, true).columns;
  // The next tap's weights: 1.2x (56x56) to 2.5x (14x14) with cold weights.
  schedule.prefetch = true;
  return schedule;
}

}  // namespace

ConvAlgorithm preferred_algorithm(const Conv2D& problem) {
  const bool three_by_three = problem.kernel_height == 3 && problem.kernel_width == 3 && problem.stride_height == 1 &&
                              problem.stride_width == 1 && problem.dilation_height == 1 &&
                              problem.dilation_width == 1 && problem.groups == 1;
  if (!three_by_three || problem.in_channels < 32 || problem.out_channels < 32 || problem.in_channels % 16 != 0 ||
      problem.out_channels % 32 != 0) {
    return ConvAlgorithm::direct;
  }
  const auto waste = [&](int m) {
    return double(divide_up(problem.out_height, m) * m) * (divide_up(problem.out_width, m) * m) /
           (double(problem.out_height) * problem.out_width);
  };
  const int pixels = problem.out_height * problem.out_width;
  // F(4, 3): 3.2 times the direct kernel's peak at 56x56 and 28x28, 2.4 at 14x14 with 256 channels, where four times
  // the weights begin to cost; with 512 there, and at 7x7, F(2, 3): 1.9 and 1.4.
  const bool many_weights = pixels < 20 * 20 && problem.in_channels * problem.out_channels > 256 * 256;
  if (pixels >= 12 * 12 && waste(4) <= 1.35 && !many_weights) return ConvAlgorithm::winograd_4;
  if (pixels >= 7 * 7 && waste(2) <= 1.35) return ConvAlgorithm::winograd_2;
  return ConvAlgorithm::direct;
}

Conv2DSchedule rule(const Conv2D& problem, Target target) {
  return problem.algorithm == ConvAlgorithm::direct ? direct_rule(problem, target) : winograd_rule(problem, target);
}

std::vector<Conv2DSchedule> candidates(const Conv2D& problem, Target target) {
  const Conv2DSchedule base = rule(problem, target);
  std::vector<Conv2DSchedule> list = {base};
  const auto add = [&](Conv2DSchedule schedule) {
    for (const Conv2DSchedule& known : list) {
      if (known == schedule) return;
    }
    list.push_back(schedule);
  };
  const int width = flattened(problem).out_width;
  const int depth = panel_inputs(problem);
  for (int vectors : {1, 2, 3}) {
    for (int columns : target == Target::v4 ? std::vector<int>{6, 7, 8, 9, 13, 14} : std::vector<int>{4, 5, 6}) {
      for (int unroll : {1, 2, 4, 8}) {
        if (columns > width || depth % unroll != 0 || vectors * columns > (target == Target::v4 ? 28 : 12)) continue;
        Conv2DSchedule schedule = base;
        schedule.channel_vectors = target == Target::v4 ? vectors : 2;
        schedule.columns = columns;
        schedule.unroll = unroll;
        add(schedule);
      }
    }
  }
  for (int divide : {2, 4, 8}) {
    Conv2DSchedule schedule = base;
    schedule.channel_blocks = std::max(1, base.channel_blocks / divide);
    add(schedule);
    schedule = base;
    schedule.rows = std::max(1, base.rows / divide);
    add(schedule);
  }
  for (bool prefetch : {false, true}) {
    if (prefetch && panel_groups(problem) > 1) continue;
    Conv2DSchedule schedule = base;
    schedule.prefetch = prefetch;
    add(schedule);
  }
  return list;
}

std::int64_t workspace_bytes(const Conv2D& given, const Conv2DSchedule& schedule, Target target) {
  if (given.algorithm == ConvAlgorithm::direct) {
    if (panel_groups(given) > 1) {
      return on_heap(std::int64_t{schedule.channel_vectors} * vector_floats(target) * panel_inputs(given) *
                     given.kernel_height * given.kernel_width);
    }
    if (given.prologue.empty()) return 0;
    const Conv2D problem = flattened(given);
    const bool by_tile = staged_by_tile(problem, schedule, schedule.channel_vectors * vector_floats(target));
    const int tile = std::min(schedule.columns, problem.out_width);
    const bool one_row = problem.out_height == 1;
    const int rows = direct_rows(problem, schedule);
    const std::int64_t pixels = by_tile   ? tile
                                : one_row ? std::min(problem.out_width, tile * rows)
                                          : problem.out_width * std::min(rows, problem.out_height);
    return pixels * problem.in_channels * 4;
  }
  const Conv2D& problem = given;
  // V, the transformed input, and M, the sums of a block of channels, as the schedule shapes them.
  const int m = winograd_tile(problem.algorithm), taps = (m + 2) * (m + 2);
  const int tiles_x = divide_up(problem.out_width, m), tiles_y = divide_up(problem.out_height, m);
  const int block = schedule.channel_vectors * vector_floats(target);
  const int blocks = divide_up(problem.out_channels, block);
  const int task_rows = std::min(schedule.rows, tiles_y);
  const std::int64_t v_rows = schedule.channel_blocks >= blocks ? task_rows : tiles_y;
  const std::int64_t tiles = std::max(task_rows * tiles_x, schedule.columns);
  return on_heap(v_rows * tiles_x * taps * problem.in_channels) + on_heap(tiles * taps * block);
}

}  // namespace mnist::kernels
