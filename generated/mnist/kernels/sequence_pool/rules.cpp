#include <algorithm>

#include "how.h"

namespace mnist::kernels {

SequencePoolSchedule rule(const SequencePool& what, Level level) {
  SequencePoolSchedule how;
  how.vectors = std::max(1, std::min(8, what.features / vector_floats(level)));
  return how;
}

std::vector<SequencePoolSchedule> candidates(const SequencePool& what, Level level) { return {rule(what, level)}; }

std::int64_t scratch_bytes(const SequencePool&, const SequencePoolSchedule&, Level) { return 0; }

}  // namespace mnist::kernels
