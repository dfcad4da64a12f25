// How an expand_depthwise kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

// A task is `rows` rows of y in one block of `channel_vectors` vectors of channels. It computes the expanded rows one
// after the other, in register tiles of the block by `columns` pixels, into a ring of rows in workspace, and each row
// of y from there, in tiles of one vector by `depthwise_columns` pixels.
struct ExpandDepthwiseSchedule {
  int channel_vectors = 1;
  int columns = 1;
  int unroll = 1;  // input channels in the body of the reduction loop
  int depthwise_columns = 1;
  int rows = 1;

  template <class V>
  void fields(V&& v) {
    v("channel_vectors", channel_vectors), v("columns", columns), v("unroll", unroll);
    v("depthwise_columns", depthwise_columns), v("rows", rows);
  }
};

ExpandDepthwiseSchedule rule(const ExpandDepthwise& problem, Target target);
std::vector<ExpandDepthwiseSchedule> candidates(const ExpandDepthwise& problem, Target target);

// Whether the kernel is better than conv2d and depthwise_conv2d one after the other: the plan's choice, for all
// targets.
bool better_as_one(const ExpandDepthwise& problem);

// Rows of the ring.
int ring_rows(const ExpandDepthwise& problem, const ExpandDepthwiseSchedule& schedule);

std::int64_t workspace_bytes(const ExpandDepthwise& problem, const ExpandDepthwiseSchedule& schedule, Target target);

}  // namespace mnist::kernels
