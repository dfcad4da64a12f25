// How a conv2d kernel is scheduled, and the rules that choose it. Plain C++: the Halide schedule reads these numbers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace specimen::gen {

// A register tile is `channel_vectors` vectors of output channels by `columns` pixels (Winograd: by `columns` tiles).
// A task is `channel_blocks` tiles of channels by `rows` rows (of single-row convolutions: by `rows` tiles of columns).
struct Conv2DSchedule {
  int channel_vectors = 1;
  int columns = 1;
  int unroll = 1;               // input channels in the body of the reduction loop
  int channel_blocks = 1;       // blocks of channels in a task
  int rows = 1;                 // rows of pixels (Winograd: rows of tiles) in a task
  bool channels_outer = false;  // order of tasks: all rows of one channel block first
  int channel_chunk = 0;        // input channels summed up for all pixels of a task before the next; 0: all at once
  bool prefetch = false;        // register tiles ask for the weights of the next block (Winograd: of the next tap)

  template <class V>
  void fields(V&& v) {
    v("channel_vectors", channel_vectors), v("columns", columns), v("unroll", unroll);
    v("channel_blocks", channel_blocks), v("rows", rows), v("channels_outer", channels_outer);
    v("channel_chunk", channel_chunk), v("prefetch", prefetch);
  }
};

// On GPUs: a thread computes `columns` pixels of one channel, a block `lanes` channels of `tiles` such tiles.
struct Conv2DGpuSchedule {
  int lanes = 32;   // threads beside each other, a channel each
  int columns = 4;  // pixels of a thread, in registers
  int tiles = 4;    // tiles in a block

  template <class V>
  void fields(V&& v) {
    v("lanes", lanes), v("columns", columns), v("tiles", tiles);
  }
};

Conv2DSchedule rule(const Conv2D& problem, Target target);
std::vector<Conv2DSchedule> candidates(const Conv2D& problem, Target target);

// The algorithm that a convolution should use where the plan may choose: it fixes the filter's layout, so it is the
// same for all targets. `what.algorithm` is not read.
ConvAlgorithm preferred_algorithm(const Conv2D& problem);

// How many groups' inputs the outputs of one panel read, at most, and how many inputs those are. Where it is more than
// one group, the kernel multiplies by a dense filter of the panel, with zeros between the groups: for groups of eight,
// 6 GFLOP/s with gathers became 111 on a core of 270, zeros not counted.
int panel_groups(const Conv2D& problem);
int panel_inputs(const Conv2D& problem);

// Whether the schedule's chunks of input channels can be used: whole chunks of more than one, tiles without tails.
bool chunked(const Conv2D& problem, const Conv2DSchedule& schedule);

// Rows (of a flattened convolution: tiles) of a task of the direct algorithm, `problem` being flattened.
int direct_rows(const Conv2D& problem, const Conv2DSchedule& schedule);
// Whether a prologue is worked out for one register tile at a time, or for all pixels of a task: several blocks of
// `block` channels read a pixel again.
bool staged_by_tile(const Conv2D& problem, const Conv2DSchedule& schedule, int block);

// Bytes that the kernel asks of its thread's workspace at the same time, at most.
std::int64_t workspace_bytes(const Conv2D& problem, const Conv2DSchedule& schedule, Target target);

Conv2DGpuSchedule gpu_rule(const Conv2D& problem, Target target);
std::vector<Conv2DGpuSchedule> gpu_candidates(const Conv2D& problem, Target target);

}  // namespace specimen::gen
