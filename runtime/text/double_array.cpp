#include "double_array.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace specimen_v2 {

// Places nodes breadth first, so that the first levels, which every word passes, are together.
class DoubleArray::Builder {
 public:
  Builder(DoubleArray* array, const std::vector<Key>& keys) : array_(*array), keys_(keys) {}

  bool build() {
    array_.units_.clear();
    array_.values_.clear();
    if (!add_block()) return false;
    taken_[0] = 1;  // the root
    bases_[0] = 1;  // the base of leaves: no node has its children there
    std::vector<Range> level = {{kRoot, 0, keys_.size()}}, next;
    for (std::size_t depth = 0; !level.empty(); ++depth, level.swap(next), next.clear()) {
      for (const Range& range : level)
        if (!place_children(range, depth, &next)) return false;
    }
    return true;
  }

 private:
  // The keys that pass a node.
  struct Range {
    Node node;
    std::size_t first, last;
  };

  bool place_children(Range range, std::size_t depth, std::vector<Range>* next) {
    if (range.first < range.last && keys_[range.first].text.size() == depth) {
      array_.units_[range.node] |= kAccepts;
      array_.values_[range.node] = keys_[range.first++].value;
    }
    labels_.clear();
    starts_.clear();
    for (std::size_t i = range.first; i < range.last; ++i) {
      const auto label = static_cast<unsigned char>(keys_[i].text[depth]);
      if (labels_.empty() || labels_.back() != label) labels_.push_back(label), starts_.push_back(i);
    }
    if (labels_.empty()) return true;
    starts_.push_back(range.last);
    std::size_t base;
    if (!find_base(&base)) return false;
    bases_[base] = 1;
    array_.units_[range.node] |= static_cast<std::uint32_t>(base) << kBaseShift;
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      const std::size_t child = base ^ labels_[i];
      taken_[child] = 1;
      array_.units_[child] = labels_[i];
      next->push_back({static_cast<Node>(child), starts_[i], starts_[i + 1]});
    }
    return true;
  }

  // Tries the free places of the blocks that are still open for the first child, else opens a block.
  bool find_base(std::size_t* base) {
    for (std::size_t i = 0; i < open_.size();) {
      const std::size_t block = open_[i];
      for (std::size_t place = next_free(block, block); place < block + kBlock; place = next_free(place + 1, block)) {
        *base = place ^ labels_[0];
        if (fits(*base)) return true;
      }
      // A block that was of no use often enough is left as it is: time stays linear in the number of nodes.
      constexpr int kPatience = 8;
      if (++misses_[block / kBlock] >= kPatience) {
        open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        ++i;
      }
    }
    *base = taken_.size() ^ labels_[0];
    return add_block();
  }

  // The first free place of a block from `place` on, or the block's end.
  std::size_t next_free(std::size_t place, std::size_t block) const {
    const std::size_t left = block + kBlock - place;
    const void* found = std::memchr(taken_.data() + place, 0, left);
    return found == nullptr ? place + left : static_cast<std::size_t>(static_cast<const char*>(found) - taken_.data());
  }

  bool fits(std::size_t base) const {
    if (bases_[base]) return false;
    return std::all_of(labels_.begin(), labels_.end(), [&](unsigned char label) { return !taken_[base ^ label]; });
  }

  bool add_block() {
    const std::size_t start = taken_.size(), size = start + kBlock;
    if (size > kMaxUnits) return false;
    open_.push_back(start);
    misses_.push_back(0);
    taken_.resize(size, 0);
    bases_.resize(size, 0);
    array_.units_.resize(size, kEmpty);
    array_.values_.resize(size, -1);
    return true;
  }

  DoubleArray& array_;
  const std::vector<Key>& keys_;
  std::vector<char> taken_, bases_;  // per place: a node is there; it is a node's base
  std::vector<std::size_t> open_;    // blocks that may have room
  std::vector<int> misses_;          // per block
  std::vector<unsigned char> labels_;
  std::vector<std::size_t> starts_;
};

bool DoubleArray::build(const std::vector<Key>& keys) { return Builder(this, keys).build(); }

DoubleArray::Node DoubleArray::walk(std::string_view key) const {
  Node node = kRoot;
  for (char c : key) {
    node = step(node, c);
    if (node == kNone) return kNone;
  }
  return node;
}

std::int32_t DoubleArray::find(std::string_view key) const {
  const Node node = walk(key);
  return node != kNone && accepts(node) ? value(node) : -1;
}

}  // namespace specimen_v2
