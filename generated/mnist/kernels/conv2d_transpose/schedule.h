// How a conv2d_transpose kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

// A register tile is `channel_vectors` vectors of output channels by `columns` pixels of one phase, which are `stride`
// pixels apart. A task is `channel_blocks` such blocks of channels by `rows` rows of each phase: block by block, phase
// by phase, so that the weights of one phase and block serve all of the task's rows. Where outputs take pixels beyond
// x, a task first copies what it reads between zeros.
struct Conv2DTransposeSchedule {
  int channel_vectors = 1;
  int columns = 1;
  int unroll = 1;  // input channels in the body of the reduction loop
  int channel_blocks = 1;
  int rows = 1;

  template <class V>
  void fields(V&& v) {
    v("channel_vectors", channel_vectors), v("columns", columns), v("unroll", unroll);
    v("channel_blocks", channel_blocks), v("rows", rows);
  }
};

Conv2DTransposeSchedule rule(const Conv2DTranspose& problem, Target target);
std::vector<Conv2DTransposeSchedule> candidates(const Conv2DTranspose& problem, Target target);

// Bytes that the kernel asks of its thread's workspace at the same time, at most.
// Whether each phase of the output has code of its own.
bool unrolls_phases(const Conv2DTranspose& problem);

std::int64_t workspace_bytes(const Conv2DTranspose& problem, const Conv2DTransposeSchedule& schedule, Target target);

}  // namespace mnist::kernels
