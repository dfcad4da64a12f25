// Counting tiles: what rules, schedules and descriptions of kernels must agree on.
#pragma once

#include <algorithm>

namespace mnist::kernels {

inline int divide_up(int a, int b) { return (a + b - 1) / b; }

// Where the last of `tiles` is shifted inwards, it computes again what the one before it did, perhaps with other
// rounding: both must be in one task, or the result would depend on which comes last. `wanted` tiles a task, or a few
// more.
inline int rows_in_task(int tiles, int wanted) {
  while (wanted < tiles && (tiles - 1) % wanted == 0) ++wanted;
  return std::min(wanted, tiles);
}

// How long one, two, four and eight threads take together for `tasks` equal tasks, in operations of a core that does
// 150 a nanosecond; a task starts in 300.
inline double busy_time(int tasks, double operations) {
  double time = 0;
  for (int threads : {1, 2, 4, 8}) time += (operations + 300 * 150) * divide_up(tasks, threads);
  return time;
}

// Whether threads share out an image by rows, so that each reads what it wrote in the kernel before. The small images
// of late layers have too few rows, but many channels, which are shared out instead: then no two threads read the same
// weights.
inline bool rows_stay(int height, int width) { return height * width >= 10 * 10; }

// Channels computed together where no zeros are behind the last one: as many as fit a vector, so that the tail can be
// shifted inwards. A power of two.
inline int channel_vector(int channels, int vector) {
  while (vector > channels) vector /= 2;
  return vector;
}

}  // namespace mnist::kernels
