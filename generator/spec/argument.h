// Arguments of layers, blocks and models: types, defaults, ranges; and the check of a value against them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "spec/template.h"
#include "spec/value.h"

namespace specimen::gen {

// `int`, `float`, `bool`, `string`, `block`, `dim`, `object`, `any`, `list`, `list[T]`, and unions `int | list[int]`.
// An int is also a float and a dim; a block is the name of a layer class, block or model.
struct ArgumentType {
  enum class Base { any, integer, number, boolean, string, block, dim, list, object };
  struct Alternative {
    Base base = Base::any;
    std::vector<ArgumentType> element;  // of list[T]: one
  };
  std::vector<Alternative> alternatives;  // at least one

  ArgumentType() : alternatives{{Base::any, {}}} {}
  // No value: not a type; `failure` says why, `offset` at which byte.
  static std::optional<ArgumentType> parse(std::string_view text, std::string* failure = nullptr,
                                           std::size_t* offset = nullptr);
  std::string text() const;
  bool takes(const Value& value) const;
  bool has(Base base) const;
};

struct Argument {
  std::string name;
  ArgumentType type;
  bool nullable = false;
  bool required = true;  // has no default
  Template default_value;
  std::optional<double> min, max;  // inclusive; of each element of a list
  std::vector<Value> choices;      // empty: any
  std::string doc;
  Span span;

  // For tables in C++: a type that does not parse is a bug in the table and gives an argument of type `any`.
  static Argument needed(std::string name, std::string_view type, std::string doc = "");
  static Argument with_default(std::string name, std::string_view type, const Value& default_value,
                               std::string doc = "");
  Argument& at_least(double v) {
    min = v;
    return *this;
  }
  Argument& at_most(double v) {
    max = v;
    return *this;
  }
  Argument& one_of(std::vector<Value> v) {
    choices = std::move(v);
    return *this;
  }
  Argument& or_null() {
    nullable = true;
    return *this;
  }
};

// Knows which names a `block` argument may have.
class BlockNames {
 public:
  virtual ~BlockNames() = default;
  virtual bool is_block(std::string_view name) const = 0;  // a layer class, block, model or variant
  virtual std::vector<std::string> block_names() const = 0;
};

// `value` as the argument holds it (an int becomes a float where only that is allowed, also in lists); no value after a
// diagnostic argument_* at the value's span. `owner` is `Conv2D` or `block bottleneck`, for the message.
std::optional<Value> check_argument(const Argument& argument, const Value& value, std::string_view owner,
                                    const BlockNames* blocks, Diagnostics& diagnostics);

}  // namespace specimen::gen
