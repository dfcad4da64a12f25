#include "schedule.h"

#include <algorithm>

#include "../common/tiles.h"

namespace specimen::gen {

int panel_groups(const Conv2D& problem) {
  const int per_group = problem.out_channels / problem.groups;
  int most = 1;
  for (int first = 0; first < problem.out_channels; first += kPanel) {
    const int last = std::min(first + kPanel, problem.out_channels) - 1;
    most = std::max(most, last / per_group - first / per_group + 1);
  }
  return most;
}

int panel_inputs(const Conv2D& problem) { return panel_groups(problem) * (problem.in_channels / problem.groups); }

bool chunked(const Conv2D& given, const Conv2DSchedule& schedule) {
  const Conv2D problem = flattened(given);
  const int chunk = schedule.channel_chunk;
  const int rows = problem.out_height == 1 ? divide_up(problem.out_width, schedule.columns) : problem.out_height;
  return chunk > 0 && chunk < problem.in_channels && problem.in_channels % chunk == 0 && chunk % schedule.unroll == 0 &&
         problem.groups == 1 && problem.algorithm == ConvAlgorithm::direct &&
         problem.out_width % schedule.columns == 0 && problem.out_channels % kPanel == 0 && rows % schedule.rows == 0;
}

int direct_rows(const Conv2D& problem, const Conv2DSchedule& schedule) {
  const int columns = std::min(schedule.columns, problem.out_width);
  const bool shifted = problem.out_width % columns != 0 && !problem.epilogue.has(Operand::tensor);
  return problem.out_height == 1 && shifted ? rows_in_task(divide_up(problem.out_width, columns), schedule.rows)
                                            : schedule.rows;
}

bool staged_by_tile(const Conv2D& problem, const Conv2DSchedule& schedule, int block) {
  return (schedule.channel_blocks == 1 || problem.out_channels <= block) && !chunked(problem, schedule);
}

}  // namespace specimen::gen
