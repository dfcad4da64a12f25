// A trie of byte strings in one array: the longest key that starts at a place is found in one walk over the text.
#ifndef SPECIMEN_V2_TEXT_DOUBLE_ARRAY_H
#define SPECIMEN_V2_TEXT_DOUBLE_ARRAY_H

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace specimen_v2 {

// A double-array trie (Aoe 1989): the child of a node for byte `c` is at `base ^ c`, and is its child if the label
// there is `c`, since no two nodes share a base. A node is 32 bits, so that a vocabulary of 30,000 tokens takes 0.5 MB.
class DoubleArray {
 public:
  using Node = std::uint32_t;
  static constexpr Node kRoot = 0;
  static constexpr Node kNone = 0;  // as the result of a step: there is no such child; the root is nobody's

  struct Key {
    std::string_view text;  // not empty, without the byte 0xFF, which no UTF-8 holds
    std::int32_t value;
  };

  // `keys` differ and are sorted by their bytes. False where they take more than the 8 million nodes that fit.
  bool build(const std::vector<Key>& keys);

  Node step(Node node, char c) const {
    const std::uint32_t byte = static_cast<unsigned char>(c);
    const Node child = units_[node] >> kBaseShift ^ byte;
    return (units_[child] & 0xFF) == byte ? child : kNone;
  }
  bool accepts(Node node) const { return (units_[node] & kAccepts) != 0; }
  std::int32_t value(Node node) const { return values_[node]; }  // where accepts(node)

  // The value of a whole key, or -1.
  std::int32_t find(std::string_view key) const;
  // The node that `key` leads to, or kNone.
  Node walk(std::string_view key) const;

 private:
  static constexpr int kBaseShift = 9;
  static constexpr std::uint32_t kAccepts = 0x100;
  static constexpr std::uint32_t kEmpty = 0xFF;  // the label of a free place
  static constexpr std::size_t kBlock = 256;     // a node's children are in one block
  static constexpr std::size_t kMaxUnits = std::size_t{1} << (32 - kBaseShift);

  class Builder;

  std::vector<std::uint32_t> units_ = std::vector<std::uint32_t>(kBlock, kEmpty);  // base << 9 | accepts << 8 | label
  std::vector<std::int32_t> values_ = std::vector<std::int32_t>(kBlock, -1);
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TEXT_DOUBLE_ARRAY_H
