#include <algorithm>

#include "how.h"

namespace specimen::gen {

GlobalPoolSchedule rule(const GlobalPool& what, Level level) {
  GlobalPoolSchedule how;
  how.channel_vectors = std::max(1, std::min(8, what.channels / vector_floats(level)));
  return how;
}

std::vector<GlobalPoolSchedule> candidates(const GlobalPool& what, Level level) {
  std::vector<GlobalPoolSchedule> list = {rule(what, level)};
  for (int vectors : {1, 2, 4}) {
    list.push_back(list[0]);
    list.back().channel_vectors = vectors;
  }
  return list;
}

std::int64_t scratch_bytes(const GlobalPool&, const GlobalPoolSchedule&, Level) { return 0; }

}  // namespace specimen::gen
