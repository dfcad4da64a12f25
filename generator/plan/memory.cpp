#include "plan/memory.h"

#include <algorithm>
#include <numeric>

namespace specimen::gen {

namespace {

// Places buffers in the given order, each at the lowest offset where it meets no buffer that lives with it.
Placement first_fit(const std::vector<Lifetime>& buffers, const std::vector<int>& order) {
  Placement result;
  result.offsets.assign(buffers.size(), 0);
  std::vector<int> placed;
  for (int index : order) {
    const Lifetime& b = buffers[index];
    std::vector<std::pair<std::int64_t, std::int64_t>> taken;  // [begin, end)
    for (int other : placed) {
      const Lifetime& o = buffers[other];
      if (o.first <= b.last && b.first <= o.last) taken.emplace_back(result.offsets[other], result.offsets[other] + align(o.bytes));
    }
    std::sort(taken.begin(), taken.end());
    std::int64_t at = 0;
    for (const auto& [begin, end] : taken) {
      if (at + align(b.bytes) <= begin) break;
      at = std::max(at, end);
    }
    result.offsets[index] = at;
    result.bytes = std::max(result.bytes, at + align(b.bytes));
    placed.push_back(index);
  }
  return result;
}

}  // namespace

Placement place(const std::vector<Lifetime>& buffers, MemoryPlanner planner) {
  std::vector<int> order(buffers.size());
  std::iota(order.begin(), order.end(), 0);
  if (planner == MemoryPlanner::trivial) {
    Placement result;
    for (const Lifetime& b : buffers) {
      result.offsets.push_back(result.bytes);
      result.bytes += align(b.bytes);
    }
    return result;
  }
  // Large first is best as a rule, in order of time where many buffers are alike; the smaller result wins.
  Placement by_time = first_fit(buffers, order);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return buffers[a].bytes > buffers[b].bytes; });
  Placement by_size = first_fit(buffers, order);
  return by_size.bytes <= by_time.bytes ? by_size : by_time;
}

std::int64_t lower_bound(const std::vector<Lifetime>& buffers) {
  std::int64_t most = 0;
  for (const Lifetime& at : buffers) {
    std::int64_t alive = 0;
    for (const Lifetime& b : buffers) {
      if (b.first <= at.first && at.first <= b.last) alive += align(b.bytes);
    }
    most = std::max(most, alive);
  }
  return most;
}

}  // namespace specimen::gen
