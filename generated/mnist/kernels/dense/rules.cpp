#include <algorithm>

#include "how.h"

namespace specimen::gen {

DenseSchedule rule(const Dense& what, Level level) {
  DenseSchedule how;
  // Eight vectors of units from several panels: memory delivers more to several address streams than to one.
  const int vectors = (what.units + vector_floats(level) - 1) / vector_floats(level);
  how.unit_vectors = std::min(level == Level::v4 ? 8 : 8, std::max(1, (vectors + 1) / 2));
  if (level == Level::v3 && how.unit_vectors % 2) ++how.unit_vectors;
  how.unroll = what.inputs % 4 == 0 ? 4 : 1;
  return how;
}

std::vector<DenseSchedule> candidates(const Dense& what, Level level) {
  std::vector<DenseSchedule> list = {rule(what, level)};
  for (int vectors : {2, 4, 8}) {
    for (int unroll : {1, 4, 8}) {
      if (what.inputs % unroll) continue;
      DenseSchedule how = list[0];
      how.unit_vectors = vectors;
      how.unroll = unroll;
      if (!(how == list[0])) list.push_back(how);
    }
  }
  return list;
}

std::int64_t scratch_bytes(const Dense&, const DenseSchedule&, Level) { return 0; }

}  // namespace specimen::gen
