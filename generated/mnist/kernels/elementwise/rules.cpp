#include <algorithm>

#include "how.h"

namespace mnist::kernels {

ElementwiseSchedule rule(const Elementwise& given, Level level) {
  const Elementwise what = flattened(given);
  ElementwiseSchedule how;
  how.unroll = std::max(1, std::min(4, what.channels / vector_floats(level)));
  how.rows = std::max(1, (what.height + 7) / 8);
  return how;
}

std::vector<ElementwiseSchedule> candidates(const Elementwise& what, Level level) {
  std::vector<ElementwiseSchedule> list = {rule(what, level)};
  for (int unroll : {1, 2, 8}) {
    list.push_back(list[0]);
    list.back().unroll = unroll;
  }
  return list;
}

std::int64_t scratch_bytes(const Elementwise&, const ElementwiseSchedule&, Level) { return 0; }

}  // namespace mnist::kernels
