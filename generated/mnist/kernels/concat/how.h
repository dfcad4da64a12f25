// How a concat kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/level.h"
#include "what.h"

namespace specimen::gen {

struct ConcatSchedule {
  int rows = 1;  // rows in a task

  template <class V>
  void fields(V&& v) {
    v("rows", rows);
  }
};

ConcatSchedule rule(const Concat& what, Level level);
std::vector<ConcatSchedule> candidates(const Concat& what, Level level);

std::string shape_name(const Concat& what);
std::int64_t flops(const Concat& what);  // zero: it only copies
std::vector<KernelArgument> arguments(const Concat& what);
std::int64_t scratch_bytes(const Concat& what, const ConcatSchedule& how, Level level);

}  // namespace specimen::gen
