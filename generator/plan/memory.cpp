#include "plan/memory.h"

#include <algorithm>
#include <numeric>

namespace specimen::gen {

namespace {

constexpr int kRounds = 64;

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
      if (o.first <= b.last && b.first <= o.last)
        taken.emplace_back(result.offsets[other], result.offsets[other] + align(o.bytes));
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
  // Large first is best as a rule, in order of time where many buffers are alike. Above the bound, the buffer that ends
  // highest goes first and the others make way: a few rounds reach the bound on every function of the models.
  std::vector<int> by_size = order;
  std::stable_sort(by_size.begin(), by_size.end(), [&](int a, int b) { return buffers[a].bytes > buffers[b].bytes; });
  const std::int64_t bound = lower_bound(buffers);
  Placement best;
  for (std::vector<int> attempt : {by_size, order}) {
    for (int round = 0; round < kRounds; ++round) {
      Placement placement = first_fit(buffers, attempt);
      const auto end = [&](int i) { return placement.offsets[i] + align(buffers[i].bytes); };
      const auto highest =
          std::max_element(attempt.begin(), attempt.end(), [&](int a, int b) { return end(a) < end(b); });
      if (best.offsets.empty() || placement.bytes < best.bytes) best = placement;
      if (best.bytes <= bound || highest == attempt.begin() || highest == attempt.end()) break;
      std::rotate(attempt.begin(), highest, highest + 1);
    }
    if (best.bytes <= bound) break;
  }
  return best;
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
