#include "plan/memory.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace specimen::gen {

namespace {

// Rounds that improve a placement, each of which looks at all conflicts: few for a step of training, where thousands of
// buffers live together.
constexpr std::size_t kRounds = 64, kLooks = 20'000'000;

bool live_together(const Part& a, const Part& b) {
  for (std::size_t i = 0, j = 0; i < a.lives.size() && j < b.lives.size();) {
    if (a.lives[i].last < b.lives[j].first) {
      ++i;
    } else if (b.lives[j].last < a.lives[i].first) {
      ++j;
    } else {
      return true;
    }
  }
  return false;
}

std::int64_t extent(const Block& block) {
  std::int64_t end = 0;
  for (const Part& part : block) end = std::max(end, part.offset + align(part.bytes));
  return end;
}

// Another block, and where this one must not be relative to it: offsets in (begin, end).
struct Conflict {
  int other = 0;
  std::int64_t begin = 0, end = 0;
};

std::vector<std::vector<Conflict>> conflicts(const std::vector<Block>& blocks) {
  std::vector<std::vector<Conflict>> result(blocks.size());
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      for (const Part& a : blocks[i]) {
        for (const Part& b : blocks[j]) {
          if (!live_together(a, b)) continue;
          // of a's block: its part must not start before b's ends, nor end after b's starts
          const std::int64_t begin = b.offset - a.offset - align(a.bytes), end = b.offset + align(b.bytes) - a.offset;
          result[i].push_back({static_cast<int>(j), begin, end});
          result[j].push_back({static_cast<int>(i), -end, -begin});
        }
      }
    }
  }
  return result;
}

class Planner {
 public:
  explicit Planner(const std::vector<Block>& blocks) : conflicts_(conflicts(blocks)), bound_(lower_bound(blocks)) {
    for (const Block& block : blocks) extents_.push_back(extent(block));
    std::size_t all = 1;
    for (const std::vector<Conflict>& list : conflicts_) all += list.size();
    rounds_ = std::clamp(kLooks / all, std::size_t{1}, kRounds);
  }

  // Large first is best as a rule, in order of time where many buffers are alike, from both ends where a chain of large
  // ones grows (DenseNet). Above the bound, the block that ends highest goes first and the others make way: a few
  // rounds reach the bound on nearly every function of the models.
  Placement run() const {
    std::vector<int> by_time(extents_.size());
    std::iota(by_time.begin(), by_time.end(), 0);
    std::vector<int> by_size = by_time;
    std::stable_sort(by_size.begin(), by_size.end(), [&](int a, int b) { return extents_[a] > extents_[b]; });
    Placement best;
    for (const bool both_ends : {false, true}) {
      for (const std::vector<int>& order : {by_size, by_time}) {
        improve(order, both_ends, best);
        if (best.bytes <= bound_) return best;
      }
    }
    return best;
  }

 private:
  void improve(std::vector<int> order, bool both_ends, Placement& best) const {
    for (std::size_t round = 0; round < rounds_; ++round) {
      Placement placement = first_fit(order, both_ends);
      const auto end = [&](int i) { return placement.offsets[i] + extents_[i]; };
      const auto highest = std::max_element(order.begin(), order.end(), [&](int a, int b) { return end(a) < end(b); });
      const bool done = highest == order.begin() || highest == order.end();
      if (best.offsets.empty() || placement.bytes < best.bytes) best = std::move(placement);
      if (best.bytes <= bound_ || done) break;
      std::rotate(order.begin(), highest, highest + 1);
    }
  }

  // Places blocks in the given order, each at the lowest offset where it overlaps none that lives with it. With
  // `both_ends`, a block that does not fit at the bottom is tried next at the top end of the lower bound.
  Placement first_fit(const std::vector<int>& order, bool both_ends) const {
    Placement result;
    result.offsets.assign(order.size(), 0);
    std::vector<bool> placed(order.size(), false);
    std::vector<std::pair<std::int64_t, std::int64_t>> forbidden;
    for (int index : order) {
      forbidden.clear();
      for (const Conflict& c : conflicts_[index]) {
        if (placed[c.other]) forbidden.emplace_back(result.offsets[c.other] + c.begin, result.offsets[c.other] + c.end);
      }
      std::sort(forbidden.begin(), forbidden.end());
      std::int64_t at = 0;
      bool top_is_free = both_ends;
      const std::int64_t top = bound_ - extents_[index];
      for (const auto& [begin, end] : forbidden) {
        if (at > begin) at = std::max(at, end);
        top_is_free = top_is_free && (top <= begin || top >= end);
      }
      if (at > 0 && top_is_free && top > 0) at = top;
      result.offsets[index] = at;
      result.bytes = std::max(result.bytes, at + extents_[index]);
      placed[index] = true;
    }
    return result;
  }

  std::vector<std::vector<Conflict>> conflicts_;
  std::vector<std::int64_t> extents_;
  std::int64_t bound_;
  std::size_t rounds_;
};

}  // namespace

Placement place(const std::vector<Block>& blocks, MemoryPlanner planner) {
  if (planner == MemoryPlanner::reuse) return Planner(blocks).run();
  Placement result;
  for (const Block& block : blocks) {
    result.offsets.push_back(result.bytes);
    result.bytes += extent(block);
  }
  return result;
}

std::int64_t lower_bound(const std::vector<Block>& blocks) {
  std::map<int, std::int64_t> change;
  for (const Block& block : blocks) {
    for (const Part& part : block) {
      for (const Life& life : part.lives) {
        change[life.first] += align(part.bytes);
        change[life.last + 1] -= align(part.bytes);
      }
    }
  }
  std::int64_t most = 0, alive = 0;
  for (const auto& [step, delta] : change) most = std::max(most, alive += delta);
  return most;
}

}  // namespace specimen::gen
