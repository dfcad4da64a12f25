#include <algorithm>

#include "how.h"

namespace specimen::gen {

ConcatSchedule rule(const Concat& what, Level) {
  ConcatSchedule how;
  how.rows = std::max(1, (what.height + 7) / 8);
  return how;
}

std::vector<ConcatSchedule> candidates(const Concat& what, Level level) { return {rule(what, level)}; }

std::int64_t scratch_bytes(const Concat&, const ConcatSchedule&, Level) { return 0; }

}  // namespace specimen::gen
