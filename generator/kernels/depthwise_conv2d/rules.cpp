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
  // Accumulators and the filter's taps share the registers: one channel vector by up to 7 pixels by 2 rows.
  const bool wide = level == Level::v4;
  how.columns = largest_divisor(what.out_width, wide ? 7 : 4);
  how.tile_rows = what.stride_height == 1 && what.out_height % 2 == 0 && wide ? 2 : 1;
  const int tiles = (what.out_height + how.tile_rows - 1) / how.tile_rows;
  how.rows = std::max(1, (tiles + 7) / 8);
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
