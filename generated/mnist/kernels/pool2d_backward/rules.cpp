#include <algorithm>

#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {

namespace {

int windows(int pixels, int size, int stride, int padding) {
  return (padding % stride + pixels - 1) / stride + 1 + (size - 1) / stride;
}

}  // namespace

int window_rows(const Pool2DBackward& problem, int rows) {
  return windows(rows, problem.pool_height, problem.stride_height, problem.padding_top);
}

int window_columns(const Pool2DBackward& problem) {
  return windows(problem.in_width, problem.pool_width, problem.stride_width, problem.padding_left);
}

Pool2DBackwardSchedule rule(const Pool2DBackward& problem, Target) {
  Pool2DBackwardSchedule schedule;
  // About eight tasks an image, of whole strides: windows over two tasks are compared in both.
  schedule.rows = divide_up(std::max(1, problem.in_height / 8), problem.stride_height) * problem.stride_height;
  return schedule;
}

std::vector<Pool2DBackwardSchedule> candidates(const Pool2DBackward& problem, Target target) {
  return {rule(problem, target)};
}

// Of a maximum: the first tap of every window that a task reads.
std::int64_t workspace_bytes(const Pool2DBackward& problem, const Pool2DBackwardSchedule& schedule, Target) {
  if (problem.pooling != Pooling::max) return 0;
  return std::int64_t{4} * window_rows(problem, schedule.rows) * window_columns(problem) * problem.channels;
}

}  // namespace mnist::kernels
