#include "how.h"

#include <algorithm>

#include "../common/tiles.h"

namespace specimen::gen {

bool chunked(const Conv2D& given, const Conv2DSchedule& how) {
  const Conv2D what = flattened(given);
  const int chunk = how.channel_chunk;
  const int rows = what.out_height == 1 ? divide_up(what.out_width, how.columns) : what.out_height;
  return chunk > 0 && chunk < what.in_channels && what.in_channels % chunk == 0 && chunk % how.unroll == 0 &&
         what.groups == 1 && what.algorithm == ConvAlgorithm::direct && what.out_width % how.columns == 0 &&
         what.out_channels % kFilterPanel == 0 && rows % how.rows == 0;
}

int direct_rows(const Conv2D& what, const Conv2DSchedule& how) {
  const int columns = std::min(how.columns, what.out_width);
  const bool shifted = what.out_width % columns != 0 && !what.epilogue.has(Operand::tensor);
  return what.out_height == 1 && shifted ? rows_in_task(divide_up(what.out_width, columns), how.rows) : how.rows;
}

bool staged_by_tile(const Conv2D& what, const Conv2DSchedule& how, int block) {
  return (how.channel_blocks == 1 || what.out_channels <= block) && !chunked(what, how);
}

}  // namespace specimen::gen
