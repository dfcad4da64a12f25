// How a depthwise_conv2d kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

// A register tile is one vector of channels by `columns` pixels by `tile_rows` rows. A task is `rows` rows of all
// channels. If channel_vectors is not 0, it is `rows` rows of that many vectors of channels, one after the other; each
// first copies what its windows touch into a buffer with zeros around it, where they reach beyond the image.
struct DepthwiseConv2DSchedule {
  int columns = 1;
  int tile_rows = 1;
  int rows = 1;
  bool channels_outer = false;  // all pixels of one vector of channels first: the taps stay in registers
  int channel_vectors = 0;

  template <class V>
  void fields(V&& v) {
    v("columns", columns), v("tile_rows", tile_rows), v("rows", rows), v("channels_outer", channels_outer);
    v("channel_vectors", channel_vectors);
  }
};

DepthwiseConv2DSchedule rule(const DepthwiseConv2D& problem, Target target);
std::vector<DepthwiseConv2DSchedule> candidates(const DepthwiseConv2D& problem, Target target);

std::int64_t workspace_bytes(const DepthwiseConv2D& problem, const DepthwiseConv2DSchedule& schedule, Target target);

}  // namespace mnist::kernels
