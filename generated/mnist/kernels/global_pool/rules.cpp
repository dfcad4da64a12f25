#include <algorithm>

#include "../common/tiles.h"
#include "how.h"

namespace mnist::kernels {
namespace {

// At most so many groups, none of them empty.
int row_groups(const GlobalPool& what, int most) { return divide_up(what.height, divide_up(what.height, most)); }

}  // namespace

GlobalPoolSchedule rule(const GlobalPool& what, Level level) {
  const int vector = channel_vector(what.channels, vector_floats(level)), vectors = divide_up(what.channels, vector);
  // A thread that fetches half of its share from another's cache is slow: 112x112x32 by channels took 61 us on two
  // threads, 51 on one.
  const bool by_rows = rows_stay(what.height, what.width);
  GlobalPoolSchedule how;
  double least = 1e300;
  for (int block = std::min(8, vectors); block >= 1; --block) {
    const int blocks = divide_up(vectors, block);
    // Additions of one sum follow each other four cycles apart; a pixel of four vectors takes about 3 ns.
    const double work = 110.0 * std::max(block, 4) * what.height * what.width;
    for (int parts = 1; parts <= (by_rows ? 1 : std::min(8, blocks)); ++parts) {
      int in_task = divide_up(blocks, parts);
      if (vectors % block != 0 || what.channels % vector != 0) in_task = rows_in_task(blocks, in_task);
      const double cost = busy_time(divide_up(blocks, in_task), in_task * work);
      if (cost >= least * 0.999) continue;
      least = cost;
      how.channel_vectors = block;
      how.blocks = in_task;
    }
  }
  if (by_rows) how.row_groups = row_groups(what, 8);
  return how;
}

std::vector<GlobalPoolSchedule> candidates(const GlobalPool& what, Level level) {
  std::vector<GlobalPoolSchedule> list = {rule(what, level)};
  for (int vectors : {1, 2, 4}) {
    for (int groups : {0, 4, 8}) {
      list.push_back(list[0]);
      list.back().channel_vectors = vectors;
      list.back().row_groups = groups > 0 ? row_groups(what, groups) : 0;
    }
  }
  return list;
}

// The sums of the groups.
std::int64_t scratch_bytes(const GlobalPool& what, const GlobalPoolSchedule& how, Level) {
  return std::int64_t{4} * how.row_groups * what.channels;
}

}  // namespace mnist::kernels
