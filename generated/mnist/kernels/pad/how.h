// How a pad kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/level.h"
#include "what.h"

namespace mnist::kernels {

struct PadSchedule {
  int rows = 1;  // rows in a task

  template <class V>
  void fields(V&& v) {
    v("rows", rows);
  }
};

PadSchedule rule(const Pad& what, Level level);
std::vector<PadSchedule> candidates(const Pad& what, Level level);

std::string shape_name(const Pad& what);
std::int64_t flops(const Pad& what);  // zero: it only copies
std::vector<KernelArgument> arguments(const Pad& what);
std::int64_t scratch_bytes(const Pad& what, const PadSchedule& how, Level level);

}  // namespace mnist::kernels
