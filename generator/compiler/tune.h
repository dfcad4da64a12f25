// Chooses schedules by measuring: every candidate of each kernel, cold.
#pragma once

#include <optional>

#include "compiler/runner.h"

namespace specimen::gen {

struct Tuned {
  Schedule schedule;
  double rule_us = 0, best_us = 0;
  int tried = 0, rejected = 0;  // rejected: spilled, or did not compile
};

// The best schedule of each instance's kernel by the middle of its times. Candidates whose hot loops move vectors to
// the stack are not run. A candidate replaces the rule's schedule only if it is 3 % faster. Nothing where no candidate
// ran.
std::vector<std::optional<Tuned>> tune(const std::vector<Instance>& instances, const RunOptions& options);

}  // namespace specimen::gen
