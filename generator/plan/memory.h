// Offsets for buffers that live for a while: greedy by size, first fit. Pure arithmetic, knows nothing of graphs.
#pragma once

#include <cstdint>
#include <vector>

namespace specimen::gen {

struct Lifetime {
  std::int64_t bytes = 0;
  int first = 0, last = 0;  // steps, inclusive: an op's inputs and outputs overlap
};

struct Placement {
  std::vector<std::int64_t> offsets;  // one a buffer
  std::int64_t bytes = 0;             // of all
};

inline constexpr std::int64_t kAlignment = 64;
constexpr std::int64_t align(std::int64_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

enum class MemoryPlanner {
  reuse,    // buffers share bytes when their lives do not overlap
  trivial,  // every buffer has its own: for tests, which expect the same bits
};

Placement place(const std::vector<Lifetime>& buffers, MemoryPlanner planner = MemoryPlanner::reuse);

// The least that any plan can need: the most bytes alive at one step.
std::int64_t lower_bound(const std::vector<Lifetime>& buffers);

}  // namespace specimen::gen
