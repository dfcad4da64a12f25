// A JSON value in which strings that start with `=` are expressions, compiled once and evaluated per use.
#pragma once

#include <optional>
#include <vector>

#include "base/diagnostics.h"
#include "spec/expression.h"
#include "spec/value.h"

namespace specimen::gen {

class Template {
 public:
  Template() = default;
  // `=...` is an expression, `==...` a literal `=...`; every other string is itself. Lists and objects are searched.
  static std::optional<Template> value(const Value& json, Diagnostics& diagnostics);
  // A name: as above, and `{expression}` in a string is replaced by its text (`{{` and `}}` are braces). In a list or
  // object, each member is a name.
  static std::optional<Template> name(const Value& json, Diagnostics& diagnostics);

  std::optional<Value> evaluate(const Scope& scope, Diagnostics& diagnostics) const;

  // Needs no scope: its value is the same everywhere.
  bool constant() const { return kind_ == Kind::constant; }
  const Value& constant_value() const { return constant_; }
  const Span& span() const { return span_; }
  // Members of an object template (keys with their spans), in order; empty for other templates.
  struct Member;
  const std::vector<Member>& members() const { return members_; }
  bool is_object() const { return kind_ == Kind::object || (constant() && constant_.is_object()); }

 private:
  enum class Kind { constant, expression, interpolation, list, object };
  static std::optional<Template> compile(const Value& json, bool names, Diagnostics& diagnostics);
  static std::optional<Template> interpolate(const Value& string, Diagnostics& diagnostics);

  Kind kind_ = Kind::constant;
  Value constant_;
  Span span_;
  std::vector<Expression> expressions_;  // one of an expression; those between the literals of an interpolation
  std::vector<std::string> literals_;    // one more than expressions
  std::vector<Template> items_;
  std::vector<Member> members_;
};

struct Template::Member {
  std::string key;
  Span key_span;
  Template value;
};

}  // namespace specimen::gen
