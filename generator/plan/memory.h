// Offsets for buffers that live for a while: first fit, then rounds that improve on it. Pure arithmetic, knows nothing
// of graphs.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/common/layout.h"

namespace specimen::gen {

// A time during which a buffer's content is needed: steps, inclusive. An op's inputs and outputs overlap.
struct Life {
  int first = 0, last = 0;
};

// A range of bytes and when it is in use; several lives, with nothing of worth between them, in order.
struct Part {
  std::int64_t offset = 0, bytes = 0;
  std::vector<Life> lives;
};

// What is placed as one: parts whose distances are fixed. A buffer has one part at offset 0; the memory of a function
// that several places call has many.
using Block = std::vector<Part>;

struct Placement {
  std::vector<std::int64_t> offsets;  // one a block
  std::int64_t bytes = 0;             // of all
};

enum class MemoryPlanner {
  reuse,    // buffers share bytes when their lives do not overlap, and kernels run in place
  trivial,  // every buffer has its own: for tests, which expect the same bits
};

Placement place(const std::vector<Block>& blocks, MemoryPlanner planner = MemoryPlanner::reuse);

// The least that any plan can need: the most bytes alive at one step.
std::int64_t lower_bound(const std::vector<Block>& blocks);

}  // namespace specimen::gen
