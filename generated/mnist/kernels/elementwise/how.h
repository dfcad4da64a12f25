// How an elementwise kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/level.h"
#include "what.h"

namespace mnist::kernels {

struct ElementwiseSchedule {
  int rows = 1;    // rows in a task
  int unroll = 1;  // vectors in the body of the loop over channels

  template <class V>
  void fields(V&& v) {
    v("rows", rows), v("unroll", unroll);
  }
};

ElementwiseSchedule rule(const Elementwise& what, Level level);
std::vector<ElementwiseSchedule> candidates(const Elementwise& what, Level level);

// The same chain over fewer, longer rows where nothing lies between them and no operand is a channel's own; else
// unchanged. Kernels are compiled from this form.
Elementwise flattened(const Elementwise& what);

std::string shape_name(const Elementwise& what);  // 56x56x256
std::int64_t flops(const Elementwise& what);      // an image; one for each step and element
std::vector<KernelArgument> arguments(const Elementwise& what);
std::int64_t scratch_bytes(const Elementwise& what, const ElementwiseSchedule& how, Level level);

}  // namespace mnist::kernels
