#include "import/pickle.h"

#include <fmt/format.h>

#include <unordered_map>

namespace specimen::gen {

namespace {

constexpr std::size_t kMaxNodes = 16'000'000;  // a state dict of 100,000 tensors has 3,000,000

}  // namespace

// The stack machine. Every opcode makes at most one node, and moves what it takes off the stack, so that the work is
// linear in the bytes that were read.
class PickleReader {
 public:
  PickleReader(std::string_view bytes, Pickle& pickle, std::string& message)
      : bytes_(bytes), pickle_(pickle), message_(message) {}

  bool run() {
    while (!stopped_) {
      start_ = at_;
      if (at_ >= bytes_.size()) return fail("the pickle is cut short");
      if (!step(static_cast<unsigned char>(bytes_[at_++]))) return false;
      if (pickle_.nodes_.size() > kMaxNodes) return fail("the pickle has too many objects");
    }
    pickle_.size_ = at_;
    return true;
  }

 private:
  bool fail(std::string_view what) {
    if (message_.empty()) message_ = fmt::format("byte {} of the pickle: {}", start_, what);
    return false;
  }

  // Arguments of opcodes, little endian.
  bool number(int size, std::uint64_t& value) {
    if (bytes_.size() - at_ < static_cast<std::size_t>(size)) return fail("the pickle is cut short");
    value = 0;
    for (int i = 0; i < size; ++i)
      value |= std::uint64_t{static_cast<unsigned char>(bytes_[at_ + static_cast<std::size_t>(i)])} << (8 * i);
    at_ += static_cast<std::size_t>(size);
    return true;
  }
  bool counted(int size, std::string_view& text) {
    std::uint64_t length = 0;
    if (!number(size, length)) return false;
    if (length > bytes_.size() - at_) return fail("the pickle is cut short");
    text = bytes_.substr(at_, static_cast<std::size_t>(length));
    at_ += static_cast<std::size_t>(length);
    return true;
  }
  bool line(std::string_view& text) {
    const std::size_t end = bytes_.find('\n', at_);
    if (end == std::string_view::npos) return fail("the pickle is cut short");
    text = bytes_.substr(at_, end - at_);
    at_ = end + 1;
    return true;
  }

  bool push(PickleNode node) {
    stack_.push_back(static_cast<int>(pickle_.nodes_.size()));
    pickle_.nodes_.push_back(std::move(node));
    return true;
  }
  bool push(PickleKind kind, std::int64_t integer = 0) { return push({kind, {}, {}, integer, {}}); }
  bool push_integer(int size, bool is_signed) {
    std::uint64_t value = 0;
    if (!number(size, value)) return false;
    if (is_signed && size < 8 && value >> (8 * size - 1)) value |= ~std::uint64_t{0} << (8 * size);
    return push(PickleKind::integer, static_cast<std::int64_t>(value));
  }
  bool push_text(PickleKind kind, int size) {
    std::string_view text;
    return counted(size, text) && push({kind, text, {}, 0, {}});
  }
  bool push_long(int size) {
    std::string_view text;
    if (!counted(size, text)) return false;
    if (text.size() > 8) return push({PickleKind::bytes, text, {}, 0, {}});
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
      value |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
    const std::size_t bits = 8 * text.size();
    if (bits > 0 && bits < 64 && value >> (bits - 1)) value |= ~std::uint64_t{0} << bits;
    return push(PickleKind::integer, static_cast<std::int64_t>(value));
  }

  // How many nodes are above the last mark.
  std::size_t open() const { return stack_.size() - (marks_.empty() ? 0 : marks_.back()); }
  bool need(std::size_t count) { return open() >= count || fail("an opcode takes more objects than there are"); }
  bool take(std::size_t count, std::vector<int>& items) {
    if (!need(count)) return false;
    items.assign(stack_.end() - static_cast<std::ptrdiff_t>(count), stack_.end());
    stack_.resize(stack_.size() - count);
    return true;
  }
  bool take_to_mark(std::vector<int>& items) {
    if (marks_.empty()) return fail("an opcode needs a mark that is not there");
    take(open(), items);
    marks_.pop_back();
    return true;
  }
  bool push_of(PickleKind kind, std::size_t count) {
    PickleNode node{kind, {}, {}, 0, {}};
    return take(count, node.items) && push(std::move(node));
  }
  bool push_of_marked(PickleKind kind) {
    PickleNode node{kind, {}, {}, 0, {}};
    if (!take_to_mark(node.items)) return false;
    if (kind == PickleKind::dict && node.items.size() % 2 != 0) return fail("a dictionary has a key without a value");
    return push(std::move(node));
  }
  // Adds to the container on top of the stack: a dictionary, or what a call returns, for `pairs`.
  bool add(const std::vector<int>& items, bool pairs) {
    if (!need(1)) return false;
    PickleNode& node = pickle_.nodes_[static_cast<std::size_t>(stack_.back())];
    const bool fits = pairs ? node.kind == PickleKind::dict || node.kind == PickleKind::call
                            : node.kind == PickleKind::list || node.kind == PickleKind::set;
    if (!fits) return fail("items are put into what is no container of them");
    if (pairs && items.size() % 2 != 0) return fail("a dictionary has a key without a value");
    node.items.insert(node.items.end(), items.begin(), items.end());
    return true;
  }
  bool add_last(std::size_t count, bool pairs) {
    std::vector<int> items;
    return take(count, items) && add(items, pairs);
  }
  bool add_marked(bool pairs) {
    std::vector<int> items;
    return take_to_mark(items) && add(items, pairs);
  }

  bool call() {
    PickleNode node{PickleKind::call, {}, {}, 0, {}};
    if (!take(2, node.items)) return false;
    if (pickle_[node.items[0]].kind != PickleKind::global) return fail("what is called is no function of a module");
    return push(std::move(node));
  }
  bool stack_global() {
    std::vector<int> items;
    if (!take(2, items)) return false;
    const PickleNode &module = pickle_[items[0]], &name = pickle_[items[1]];
    if (module.kind != PickleKind::text || name.kind != PickleKind::text) return fail("a function has no name");
    return push({PickleKind::global, module.text, name.text, 0, {}});
  }
  bool memoize(std::uint64_t index) {
    if (!need(1)) return false;
    memo_[index] = stack_.back();
    return true;
  }
  bool recall(int size) {
    std::uint64_t index = 0;
    if (!number(size, index)) return false;
    const auto at = memo_.find(index);
    if (at == memo_.end()) return fail("an object is named that was not kept");
    stack_.push_back(at->second);
    return true;
  }

  bool step(unsigned char opcode) {
    std::uint64_t value = 0;
    std::string_view text, name;
    std::vector<int> items;
    switch (opcode) {
      case 0x80:  // PROTO
        return number(1, value) && (value <= 5 || fail(fmt::format("protocol {} is not known", value)));
      case 0x95:  // FRAME
        return number(8, value);
      case '.':
        if (!take(1, items)) return false;
        pickle_.root_ = items[0];
        return stopped_ = true;
      case '(':
        marks_.push_back(stack_.size());
        return true;
      case '0':  // POP
        if (open() == 0 && !marks_.empty()) return marks_.pop_back(), true;
        return take(1, items);
      case '1':  // POP_MARK
        return take_to_mark(items);
      case '2':  // DUP
        if (!need(1)) return false;
        stack_.push_back(stack_.back());
        return true;
      case 'N':
        return push(PickleKind::none);
      case 0x88:
      case 0x89:
        return push(PickleKind::boolean, opcode == 0x88);
      case 'K':  // BININT1
        return push_integer(1, false);
      case 'M':  // BININT2
        return push_integer(2, false);
      case 'J':  // BININT
        return push_integer(4, true);
      case 0x8a:  // LONG1
        return push_long(1);
      case 0x8b:  // LONG4
        return push_long(4);
      case 'G':  // BINFLOAT
        return number(8, value) && push(PickleKind::real);
      case 'U':  // SHORT_BINSTRING
        return push_text(PickleKind::text, 1);
      case 'T':  // BINSTRING
        return push_text(PickleKind::text, 4);
      case 0x8c:  // SHORT_BINUNICODE
        return push_text(PickleKind::text, 1);
      case 'X':  // BINUNICODE
        return push_text(PickleKind::text, 4);
      case 0x8d:  // BINUNICODE8
        return push_text(PickleKind::text, 8);
      case 'C':  // SHORT_BINBYTES
        return push_text(PickleKind::bytes, 1);
      case 'B':  // BINBYTES
        return push_text(PickleKind::bytes, 4);
      case 0x8e:  // BINBYTES8
      case 0x96:  // BYTEARRAY8
        return push_text(PickleKind::bytes, 8);
      case ')':
        return push(PickleKind::tuple);
      case 0x85:
      case 0x86:
      case 0x87:
        return push_of(PickleKind::tuple, opcode - 0x84u);
      case 't':
        return push_of_marked(PickleKind::tuple);
      case ']':
        return push(PickleKind::list);
      case 'l':
        return push_of_marked(PickleKind::list);
      case 'a':  // APPEND
        return add_last(1, false);
      case 'e':   // APPENDS
      case 0x90:  // ADDITEMS
        return add_marked(false);
      case '}':
        return push(PickleKind::dict);
      case 'd':
        return push_of_marked(PickleKind::dict);
      case 's':  // SETITEM
        return add_last(2, true);
      case 'u':  // SETITEMS
        return add_marked(true);
      case 0x8f:  // EMPTY_SET
        return push(PickleKind::set);
      case 0x91:  // FROZENSET
        return push_of_marked(PickleKind::set);
      case 'q':  // BINPUT
        return number(1, value) && memoize(value);
      case 'r':  // LONG_BINPUT
        return number(4, value) && memoize(value);
      case 0x94:  // MEMOIZE
        return memoize(memo_.size());
      case 'h':  // BINGET
        return recall(1);
      case 'j':  // LONG_BINGET
        return recall(4);
      case 'c':  // GLOBAL
        return line(text) && line(name) && push({PickleKind::global, text, name, 0, {}});
      case 0x93:
        return stack_global();
      case 'R':   // REDUCE
      case 0x81:  // NEWOBJ
        return call();
      case 'b':  // BUILD: attributes of an object; no tensor is one
        return take(1, items) && need(1);
      case 'Q':  // BINPERSID
        return push_of(PickleKind::persistent, 1);
      default:
        return fail(fmt::format("the opcode {:#04x} is not one that state dicts have", opcode));
    }
  }

  std::string_view bytes_;
  Pickle& pickle_;
  std::string& message_;
  std::size_t at_ = 0, start_ = 0;
  std::vector<int> stack_;
  std::vector<std::size_t> marks_;  // sizes of the stack
  std::unordered_map<std::uint64_t, int> memo_;
  bool stopped_ = false;
};

bool Pickle::read(std::string_view bytes, std::string& message) {
  message.clear();
  nodes_.clear();
  return PickleReader(bytes, *this, message).run();
}

}  // namespace specimen::gen
