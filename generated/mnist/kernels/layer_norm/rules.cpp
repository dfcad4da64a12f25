#include "../common/tiles.h"
#include "how.h"

namespace mnist::kernels {

LayerNormSchedule rule(const LayerNorm& what, Level level) {
  LayerNormSchedule how;
  how.lanes = channel_vector(what.features, 4 * vector_floats(level));
  how.rows = 8;
  return how;
}

std::vector<LayerNormSchedule> candidates(const LayerNorm& what, Level level) { return {rule(what, level)}; }

// Partial sums live in registers.
std::int64_t scratch_bytes(const LayerNorm&, const LayerNormSchedule&, Level) { return 0; }

}  // namespace mnist::kernels
