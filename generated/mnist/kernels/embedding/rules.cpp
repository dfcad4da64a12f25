#include "how.h"

namespace mnist::kernels {

EmbeddingSchedule rule(const Embedding&, Level) {
  EmbeddingSchedule how;
  how.tokens = 16;
  return how;
}

std::vector<EmbeddingSchedule> candidates(const Embedding& what, Level level) { return {rule(what, level)}; }

std::int64_t scratch_bytes(const Embedding&, const EmbeddingSchedule&, Level) { return 0; }

}  // namespace mnist::kernels
