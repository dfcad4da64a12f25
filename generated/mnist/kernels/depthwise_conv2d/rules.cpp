#include <algorithm>

#include "../common/tiles.h"
#include "how.h"

namespace mnist::kernels {
namespace {

int largest_divisor(int extent, int most) {
  for (int d = std::min(extent, most); d > 1; --d) {
    if (extent % d == 0) return d;
  }
  return std::min(extent, most);
}

// Rows that the windows of `rows` rows of y touch.
int touched_rows(const DepthwiseConv2D& what, int rows) {
  return touched_height(what) - (what.out_height - std::min(rows, what.out_height)) * what.stride_height;
}

// Rows and vectors of channels in a task.
void split_tasks(const DepthwiseConv2D& what, int vectors, DepthwiseConv2DSchedule* how) {
  const double work = double(flops(what)) / vectors / what.out_height;
  const bool by_rows = rows_stay(what.out_height, what.out_width);
  double least = 1e300;
  for (int parts = by_rows ? std::min(2, what.out_height) : 1; parts <= (by_rows ? 8 : 1); parts *= 2) {
    const int rows = divide_up(what.out_height, parts), row_tasks = divide_up(what.out_height, rows);
    // Tasks copy rows that others copy too.
    const double again = pads(what) ? double(touched_rows(what, rows)) * row_tasks / touched_height(what) : 1;
    for (int groups = 1; groups <= std::min(vectors, 8); ++groups) {
      const int in_task = divide_up(vectors, groups);
      const double cost = busy_time(divide_up(vectors, in_task) * row_tasks, in_task * rows * work * again);
      if (cost >= least * 0.999) continue;
      least = cost;
      how->rows = rows;
      how->channel_vectors = in_task;
    }
  }
}

}  // namespace

DepthwiseConv2DSchedule rule(const DepthwiseConv2D& what, Level level) {
  DepthwiseConv2DSchedule how;
  // Seven pixels by two rows: 14 accumulators, and rows of the input that are read once for both. One row is 1.3 to 2
  // times slower, four rows spill (112x112x32: 42 us, 68 % of peak; 7x7x960: 79 %). Half of that for half the
  // registers.
  how.columns = largest_divisor(what.out_width, level == Level::v4 ? 7 : 4);
  how.tile_rows = std::min(level == Level::v4 ? 2 : 1, what.out_height);
  how.rows = how.tile_rows * divide_up(divide_up(what.out_height, how.tile_rows), 8);
  // 28x28 and smaller: 10 to 50 % faster with the taps in registers; larger images are bound by the cache that holds
  // them.
  how.channels_outer = what.out_height * what.out_width <= 28 * 28;
  if (better_without_border(touched_height(what), touched_width(what))) {
    const int vector = channel_vector(what.channels, vector_floats(level)), vectors = divide_up(what.channels, vector);
    split_tasks(what, vectors, &how);
    if (what.channels % vector != 0) how.channel_vectors = rows_in_task(vectors, how.channel_vectors);
  }
  return how;
}

// 512 pixels of a vector of channels are 32 KB. Borders of 14x14 and 7x7 pixels are larger than the images, and one
// thread would fill them: EfficientNet-B0 on two threads spent 0.25 of 5.5 ms on it.
bool better_without_border(int touched_height, int touched_width) { return touched_height * touched_width <= 512; }

std::vector<DepthwiseConv2DSchedule> candidates(const DepthwiseConv2D& what, Level level) {
  std::vector<DepthwiseConv2DSchedule> list = {rule(what, level)};
  for (int columns : {2, 4, 7, 8, 14}) {
    for (int tile_rows : {1, 2}) {
      if (columns > what.out_width || tile_rows > what.out_height) continue;
      DepthwiseConv2DSchedule how = list[0];
      how.columns = columns;
      how.tile_rows = tile_rows;
      how.rows = divide_up(what.out_height, 8);
      if (!(how == list[0])) list.push_back(how);
    }
  }
  return list;
}

// What a task's windows touch of a vector of channels.
std::int64_t scratch_bytes(const DepthwiseConv2D& what, const DepthwiseConv2DSchedule& how, Level level) {
  if (!pads(what)) return 0;
  return std::int64_t{4} * touched_rows(what, how.rows) * touched_width(what) *
         channel_vector(what.channels, vector_floats(level));
}

}  // namespace mnist::kernels
