// A Python pickle as data: what it builds is written down, and nothing of it is executed. A call of a function is a
// node with the function's name and its arguments; whoever reads the tree decides which names mean something.
//
// Source: Lib/pickletools.py of CPython, which documents every opcode. Of protocols 2 to 5, the opcodes of the binary
// forms; the text forms of protocols 0 and 1, out-of-band buffers and extension codes are refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace specimen::gen {

enum class PickleKind : std::uint8_t {
  none,
  boolean,     // integer: 0 or 1
  integer,     // of at most 64 bits
  real,        // its value is not kept
  text,        // text: UTF-8 as it is in the file, not checked
  bytes,       // text; also integers of more than 64 bits
  tuple,       // items
  list,        // items
  set,         // items
  dict,        // items: key, value, key, value, ...
  global,      // text: module, name
  call,        // items: the function and its arguments; then key, value, ... that were put into what it returns
  persistent,  // items: what names an object outside of the pickle
};

struct PickleNode {
  PickleKind kind = PickleKind::none;
  std::string_view text, name;
  std::int64_t integer = 0;
  std::vector<int> items;  // indices of nodes
};

class Pickle {
 public:
  // Reads one pickle from the start of `bytes`, which must outlive this object. Time and memory are linear in its size.
  // False, and `message`, if it is damaged or has opcodes that are not read.
  bool read(std::string_view bytes, std::string& message);

  std::size_t size() const { return size_; }  // bytes that it took
  int root() const { return root_; }
  const PickleNode& operator[](int node) const { return nodes_[static_cast<std::size_t>(node)]; }
  const std::vector<PickleNode>& nodes() const { return nodes_; }

 private:
  friend class PickleReader;
  std::vector<PickleNode> nodes_;
  std::size_t size_ = 0;
  int root_ = -1;
};

}  // namespace specimen::gen
