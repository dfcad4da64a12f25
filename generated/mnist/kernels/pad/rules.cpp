#include <algorithm>

#include "how.h"

namespace mnist::kernels {

PadSchedule rule(const Pad& what, Level) {
  PadSchedule how;
  how.rows = std::max(1, (what.height + 3) / 4);
  return how;
}

std::vector<PadSchedule> candidates(const Pad& what, Level level) { return {rule(what, level)}; }

std::int64_t scratch_bytes(const Pad&, const PadSchedule&, Level) { return 0; }

}  // namespace mnist::kernels
