// Reads a kernel's assembly (AT&T syntax): its hot loops, and whether they keep their vectors in registers.
#pragma once

#include <string>
#include <vector>

namespace specimen::gen {

// An innermost loop in which at least half of the vector instructions are multiply-adds, eight of them or more.
struct HotLoop {
  std::string function;
  std::string label;
  int instructions = 0;
  int multiply_adds = 0;
  int stack_moves = 0;  // vector registers moved to or from the stack: spills
  std::string text;
};

std::vector<HotLoop> hot_loops(const std::string& assembly);

}  // namespace specimen::gen
