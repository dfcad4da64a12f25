#include <algorithm>

#include "../common/tiles.h"
#include "how.h"

namespace mnist::kernels {

AttentionSchedule rule(const Attention& what, Level level) {
  AttentionSchedule how;
  const int vec = vector_floats(level);
  how.query_vectors = 2;
  how.keys = level == Level::v4 ? 8 : 6;
  // As many queries as leave registers for a value's features and a weight.
  const int vectors = divide_up(what.head_dim, channel_vector(what.head_dim, vec));
  how.queries = 1;
  while (2 * how.queries <= how.query_vectors * vec && 2 * how.queries * vectors <= (level == Level::v4 ? 24 : 12)) {
    how.queries *= 2;
  }
  return how;
}

std::vector<AttentionSchedule> candidates(const Attention& what, Level level) {
  std::vector<AttentionSchedule> list = {rule(what, level)};
  for (int query_vectors : {1, 2, 4}) {
    for (int keys : {4, 6, 8}) {
      AttentionSchedule how = list[0];
      how.query_vectors = query_vectors, how.keys = keys;
      if (query_vectors * keys <= (level == Level::v4 ? 24 : 12) && !(how == list[0])) list.push_back(how);
    }
  }
  return list;
}

std::int64_t scratch_bytes(const Attention& what, const AttentionSchedule& how, Level level) {
  const std::int64_t block = std::int64_t{how.query_vectors} * vector_floats(level);
  // The turned queries, the scores in whole tiles of keys, the weights: memory is a stack, so what ends first stays
  // below.
  return 4 * block * (what.head_dim + divide_up(what.sequence, how.keys) * how.keys + what.sequence);
}

}  // namespace mnist::kernels
