#include <algorithm>

#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {
namespace {

// At most `most` groups, none of them empty.
int row_groups(const GlobalPool& problem, int most) {
  return divide_up(problem.height, divide_up(problem.height, most));
}

}  // namespace

GlobalPoolSchedule rule(const GlobalPool& problem, Target target) {
  const int vector = channel_vector(problem.channels, vector_floats(target)),
            vectors = divide_up(problem.channels, vector);
  // A thread that fetches half of its share from another's cache is slow: 112x112x32 by channels took 61 us on two
  // threads, 51 on one.
  const bool by_rows = rows_stay(problem.height, problem.width);
  GlobalPoolSchedule schedule;
  double least = 1e300;
  for (int block = std::min(8, vectors); block >= 1; --block) {
    const int blocks = divide_up(vectors, block);
    // Additions of one sum follow each other four cycles apart; a pixel of four vectors takes about 3 ns.
    const double work = 110.0 * std::max(block, 4) * problem.height * problem.width;
    for (int parts = 1; parts <= (by_rows ? 1 : std::min(8, blocks)); ++parts) {
      int in_task = divide_up(blocks, parts);
      if (vectors % block != 0 || problem.channels % vector != 0) in_task = rows_in_task(blocks, in_task);
      const double cost = busy_time(divide_up(blocks, in_task), in_task * work);
      if (cost >= least * 0.999) continue;
      least = cost;
      schedule.channel_vectors = block;
      schedule.blocks = in_task;
    }
  }
  if (by_rows) schedule.row_groups = row_groups(problem, 8);
  return schedule;
}

std::vector<GlobalPoolSchedule> candidates(const GlobalPool& problem, Target target) {
  std::vector<GlobalPoolSchedule> list = {rule(problem, target)};
  for (int vectors : {1, 2, 4}) {
    for (int groups : {0, 4, 8}) {
      list.push_back(list[0]);
      list.back().channel_vectors = vectors;
      list.back().row_groups = groups > 0 ? row_groups(problem, groups) : 0;
    }
  }
  return list;
}

// The sums of the groups.
std::int64_t workspace_bytes(const GlobalPool& problem, const GlobalPoolSchedule& schedule, Target) {
  return std::int64_t{4} * schedule.row_groups * problem.channels;
}

}  // namespace mnist::kernels
