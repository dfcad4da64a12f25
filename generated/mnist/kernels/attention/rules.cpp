#include <algorithm>

#include "how.h"

namespace specimen::gen {

AttentionSchedule rule(const Attention&, Level level) {
  AttentionSchedule how;
  how.query_vectors = 2;
  how.keys = level == Level::v4 ? 8 : 6;
  how.queries = 4;
  return how;
}

std::vector<AttentionSchedule> candidates(const Attention& what, Level level) { return {rule(what, level)}; }

std::int64_t scratch_bytes(const Attention& what, const AttentionSchedule&, Level) {
  return std::int64_t{4} * what.sequence;
}

}  // namespace specimen::gen
