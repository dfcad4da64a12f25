// The rules that choose a schedule. Shares of peak in comments: one Zen 5 core (265 GFLOP/s), weights cold in cache.
#include <algorithm>

#include "how.h"

namespace specimen::gen {
namespace {

int divide_up(int a, int b) { return (a + b - 1) / b; }

// The tile width among `widths` (best first) that computes the fewest pixels beyond the row.
int least_waste(int extent, std::initializer_list<int> widths) {
  int best = extent, least = 0;
  bool found = false;
  for (int width : widths) {
    if (width > extent) continue;
    const int computed = divide_up(extent, width) * width;
    if (!found || computed < least) {
      best = width;
      least = computed;
      found = true;
    }
  }
  return best;
}

// Tasks: a layer with many pixels is split by rows, each task with all channels; one with few pixels by channels, so
// that every task reads its own weights, once. `loops` counts the innermost tiles in a row.
void split_tasks(const Conv2D& what, int blocks, Conv2DSchedule* how, int rows) {
  if (what.out_height * what.out_width > 28 * 28) {
    how->rows = std::max(1, divide_up(rows, 8));
    how->channel_blocks = blocks;
  } else {
    how->rows = rows;
    how->channel_blocks = std::max(1, blocks / 4);
    how->channels_outer = true;
  }
}

Conv2DSchedule direct_rule(const Conv2D& given, Level level) {
  const Conv2D what = flattened(given);
  const int panel_vectors = kFilterPanel / vector_floats(level);
  const int panels = divide_up(what.out_channels, kFilterPanel);
  const int depth = what.in_channels / what.groups;
  const bool one_row = what.out_height == 1;
  Conv2DSchedule how;
  if (level == Level::v4) {
    // Groups: a tile must not cross two, and panels may; one panel is the safe width.
    how.channel_vectors = panels == 1 || what.groups > 1 ? 1 : 2;
    if (how.channel_vectors == 1) {
      // Eight accumulators would wait for each other's latency; 14 do not. 1x14: 83 %.
      how.columns = least_waste(what.out_width, {14, 13, 12, 16, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1});
      how.unroll = depth % 4 == 0 ? 4 : 1;
    } else if (what.kernel_height * what.kernel_width > 1 && what.out_width >= 12) {
      // 2x14 with one step unrolled: 96-98 %. More steps spill with strided inputs.
      how.columns = least_waste(what.out_width, {14, 13, 12, 11, 10, 8, 7});
      how.unroll = 1;
    } else {
      // 2x7 with four steps never spills: 94-97 %.
      how.columns = least_waste(what.out_width, {7, 8, 6, 5, 4, 3, 2, 1});
      how.unroll = depth % 4 == 0 ? 4 : 1;
    }
  } else {
    // 2x6 with four steps: 97 % of the 8-wide peak; 2x7 spills.
    how.channel_vectors = panel_vectors;
    how.columns = least_waste(what.out_width, {6, 5, 4, 3, 2, 1});
    how.unroll = depth % 4 == 0 ? 4 : 1;
  }
  const int blocks = divide_up(what.out_channels, how.channel_vectors * vector_floats(level));
  const int tiles_in_row = divide_up(what.out_width, how.columns);
  const int rows = one_row ? tiles_in_row : what.out_height;
  split_tasks(given, blocks, &how, rows);
  // 49 or 196 pixels reuse a weight too little to hide its way from memory: every tile asks for its share of the next
  // block's. 70-83 % -> 95-97 %.
  const int pixels = given.out_height * given.out_width;
  if (pixels <= 14 * 14 && how.channel_blocks > 1) {
    const int tiles = one_row ? how.rows : how.rows * tiles_in_row;
    how.prefetch =
        divide_up(how.channel_vectors * how.unroll * vector_floats(level) / kFilterPanel, std::max(1, tiles));
    how.prefetch = std::max(1, std::min(4, how.prefetch));
  }
  return how;
}

Conv2DSchedule winograd_rule(const Conv2D& what, Level level) {
  const int m = winograd_tile(what.algorithm);
  const int tiles_x = divide_up(what.out_width, m), tiles_y = divide_up(what.out_height, m);
  Conv2DSchedule how;
  how.channel_vectors = level == Level::v4 ? 2 : 2;
  const int blocks = divide_up(what.out_channels, how.channel_vectors * vector_floats(level));
  how.unroll = what.in_channels % 4 == 0 ? 4 : 1;
  // Few tiles: the transformed input is shared and a task is a block of channels. Many: a task transforms its own rows.
  if (tiles_x * tiles_y <= 64 || what.in_channels >= 256) {
    how.rows = tiles_y;
    how.channel_blocks = 1;
  } else {
    // A task's rows of tiles: about 32, so that V and M of a block stay in L2.
    how.rows = std::max(1, std::min(tiles_y, 28 / tiles_x));
    how.channel_blocks = blocks;
  }
  const int tiles = how.rows * tiles_x;
  how.columns =
      level == Level::v4 ? least_waste(tiles, {7, 8, 6, 5, 4, 3, 2, 1}) : least_waste(tiles, {6, 5, 4, 3, 2, 1});
  if (level == Level::v4 && how.channel_blocks < blocks) {
    how.prefetch = std::max(1, std::min(4, (how.channel_vectors * how.unroll * how.columns + tiles / 2) / tiles));
  }
  return how;
}

}  // namespace

ConvAlgorithm preferred_algorithm(const Conv2D& what) {
  const bool three_by_three = what.kernel_height == 3 && what.kernel_width == 3 && what.stride_height == 1 &&
                              what.stride_width == 1 && what.dilation_height == 1 && what.dilation_width == 1 &&
                              what.groups == 1;
  if (!three_by_three || what.in_channels < 32 || what.out_channels < 32 || what.in_channels % 16 != 0 ||
      what.out_channels % 32 != 0) {
    return ConvAlgorithm::direct;
  }
  const auto waste = [&](int m) {
    return double(divide_up(what.out_height, m) * m) * (divide_up(what.out_width, m) * m) /
           (double(what.out_height) * what.out_width);
  };
  const int pixels = what.out_height * what.out_width;
  // F(4, 3) at 56x56 and 28x28: 3.1 and 3.4 times the direct kernel's peak. At 14x14 its transformed weights, four
  // times as many, take what it gains once two threads share memory: F(2, 3). At 7x7 direct.
  if (pixels >= 20 * 20 && waste(4) <= 1.35) return ConvAlgorithm::winograd_4;
  if (pixels >= 12 * 12 && waste(2) <= 1.2) return ConvAlgorithm::winograd_2;
  return ConvAlgorithm::direct;
}

Conv2DSchedule rule(const Conv2D& what, Level level) {
  return what.algorithm == ConvAlgorithm::direct ? direct_rule(what, level) : winograd_rule(what, level);
}

std::vector<Conv2DSchedule> candidates(const Conv2D& what, Level level) {
  const Conv2DSchedule base = rule(what, level);
  std::vector<Conv2DSchedule> list = {base};
  const auto add = [&](Conv2DSchedule how) {
    for (const Conv2DSchedule& known : list) {
      if (known == how) return;
    }
    list.push_back(how);
  };
  const int width = flattened(what).out_width;
  const int depth = what.in_channels / what.groups;
  for (int vectors : {1, 2, 3}) {
    for (int columns : level == Level::v4 ? std::vector<int>{6, 7, 8, 9, 13, 14} : std::vector<int>{4, 5, 6}) {
      for (int unroll : {1, 2, 4, 8}) {
        if (columns > width || depth % unroll != 0 || vectors * columns > (level == Level::v4 ? 28 : 12)) continue;
        Conv2DSchedule how = base;
        how.channel_vectors = level == Level::v4 ? vectors : 2;
        how.columns = columns;
        how.unroll = unroll;
        add(how);
      }
    }
  }
  for (int divide : {2, 4, 8}) {
    Conv2DSchedule how = base;
    how.channel_blocks = std::max(1, base.channel_blocks / divide);
    add(how);
    how = base;
    how.rows = std::max(1, base.rows / divide);
    add(how);
  }
  for (int lines : {0, 1, 2, 4}) {
    Conv2DSchedule how = base;
    how.prefetch = lines;
    add(how);
  }
  return list;
}

std::int64_t scratch_bytes(const Conv2D& what, const Conv2DSchedule& how, Level level) {
  if (what.algorithm == ConvAlgorithm::direct) return 0;
  // V and M, each with the kernel's own alignment and slack.
  const int m = winograd_tile(what.algorithm), taps = (m + 2) * (m + 2);
  const int tiles_x = divide_up(what.out_width, m), tiles_y = divide_up(what.out_height, m);
  const int block = how.channel_vectors * vector_floats(level);
  const int blocks = divide_up(what.out_channels, block);
  const int task_rows = std::min(how.rows, tiles_y);
  const std::int64_t v_rows = how.channel_blocks >= blocks ? task_rows : tiles_y;
  const std::int64_t v = v_rows * tiles_x * taps * what.in_channels * 4 + 256;
  const std::int64_t tiles = std::max<std::int64_t>(std::int64_t{task_rows} * tiles_x, how.columns);
  const std::int64_t sums = tiles * taps * block * 4 + 256;
  return v + sums;
}

}  // namespace specimen::gen
