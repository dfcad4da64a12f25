#include <algorithm>

#include "how.h"

namespace specimen::gen {
namespace {

int largest_divisor(int extent, int most) {
  for (int d = std::min(extent, most); d > 1; --d) {
    if (extent % d == 0) return d;
  }
  return std::min(extent, most);
}

}  // namespace

DepthwiseConv2DSchedule rule(const DepthwiseConv2D& what, Level level) {
  DepthwiseConv2DSchedule how;
  // Seven pixels by two rows: 14 accumulators, and rows of the input that are read once for both. One row is 1.3 to 2
  // times slower, four rows spill (112x112x32: 42 us, 68 % of peak; 7x7x960: 79 %). Half of that for half the
  // registers.
  how.columns = largest_divisor(what.out_width, level == Level::v4 ? 7 : 4);
  how.tile_rows = std::min(level == Level::v4 ? 2 : 1, what.out_height);
  const int tiles = (what.out_height + how.tile_rows - 1) / how.tile_rows;
  how.rows = std::max(1, (tiles + 7) / 8);
  // 28x28 and smaller: 10 to 50 % faster with the taps in registers; larger images are bound by the cache that holds
  // them.
  how.channels_outer = what.out_height * what.out_width <= 28 * 28;
  return how;
}

std::vector<DepthwiseConv2DSchedule> candidates(const DepthwiseConv2D& what, Level level) {
  std::vector<DepthwiseConv2DSchedule> list = {rule(what, level)};
  for (int columns : {2, 4, 7, 8, 14}) {
    for (int tile_rows : {1, 2}) {
      if (columns > what.out_width || tile_rows > what.out_height) continue;
      DepthwiseConv2DSchedule how = list[0];
      how.columns = columns;
      how.tile_rows = tile_rows;
      how.rows = std::max(1, what.out_height / tile_rows / 8);
      if (!(how == list[0])) list.push_back(how);
    }
  }
  return list;
}

std::int64_t scratch_bytes(const DepthwiseConv2D&, const DepthwiseConv2DSchedule&, Level) { return 0; }

}  // namespace specimen::gen
