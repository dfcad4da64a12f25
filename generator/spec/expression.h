// Expressions: Python's meaning for numbers, strings, lists and objects, without names to call other than the functions
// below, without loops, and with limits on length, depth and size.
//
//   literals     1  0.5  1e-3  'text'  true  false  null  [1, 2]  {'key': 1}
//   operators    a if c else b;  or, and, not (of booleans);  == != < <= > >= in, not in (chained as in Python);
//                + - * / // %;  unary -;  x[i], x[i:j:k], object.key, tensor.shape, list.index(x)
//   functions    len range ceil floor round int str min max sum round_to
//
// `+` also joins strings and lists. `round` rounds halves to even. `round_to(value, divisor, minimum)` is Keras's rule
// for channel counts: the nearest multiple of `divisor`, at least `minimum` (default: the divisor), and never below 90
// % of `value`. Dimensions over symbols take part in + - * // % and in comparisons that hold for every value of the
// symbols.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "spec/json.h"
#include "spec/scope.h"
#include "spec/value.h"

namespace specimen::gen {

struct ExpressionLimits {
  std::size_t characters = 4096;
  int depth = 64;
  std::size_t elements = 65536;  // of a list; bytes of a string
};

class Expression {
 public:
  // The text from byte `begin` on. No value after a diagnostic (expression_*) at the exact place.
  static std::optional<Expression> parse(const LocatedText& text, Diagnostics& diagnostics, std::size_t begin = 0);
  // Parses one expression from byte `begin` of the text and says where it ends (for interpolation: at the `}`).
  static std::optional<Expression> parse_prefix(const LocatedText& text, std::size_t begin, std::size_t* end,
                                                Diagnostics& diagnostics);

  std::optional<Value> evaluate(const Scope& scope, Diagnostics& diagnostics) const;
  const Span& span() const { return span_; }

  enum class Op : std::uint8_t {
    literal,
    name,
    list,
    object,
    conditional,
    logical_or,
    logical_and,
    logical_not,
    compare,
    binary,
    negate,
    index,
    slice,
    member,
    call,
    method
  };
  struct Node {
    Op op = Op::literal;
    Span span;
    Value value;                      // of a literal
    std::string text;                 // name, member, function, operator
    std::vector<std::string> texts;   // operators of a comparison, keys of an object
    std::vector<std::int32_t> parts;  // children; -1: left out (a slice's bounds)
  };
  const std::vector<Node>& nodes() const { return nodes_; }
  std::int32_t root() const { return root_; }

 private:
  friend class ExpressionParser;
  std::vector<Node> nodes_;
  std::int32_t root_ = -1;
  Span span_;
};

// The language's ==: 1 == 1.0 and true == 1 as in Python, values of other different types are unequal. No value: it
// depends on a symbol.
std::optional<bool> equal(const Value& a, const Value& b);
// Names of the functions, and the words that no argument or layer may have as a name (`true`, `if`, `len`, ...).
const std::vector<std::string>& expression_functions();
bool is_expression_word(std::string_view name);
// Keras's _make_divisible; no value where it overflows or the divisor is not positive.
std::optional<std::int64_t> round_to(double value, std::int64_t divisor, std::int64_t minimum);

}  // namespace specimen::gen
