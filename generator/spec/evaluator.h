// Evaluation of expressions: what expression.cpp, arithmetic.cpp and functions.cpp share. Nothing else includes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "spec/expression.h"

namespace specimen::gen {

using Result = std::optional<Value>;  // no value: a diagnostic was reported

// Reports, and stands for "no value" in a return statement.
struct Failed {
  Diagnostics& diagnostics;

  template <class... Args>
  Result operator()(Kind kind, const Span& span, fmt::format_string<Args...> text, Args&&... args) const {
    diagnostics.error(kind, span, text, std::forward<Args>(args)...);
    return std::nullopt;
  }
};

// "an int", or "a dimension (batch * 2)".
std::string describe_value(const Value& value);

// a + b and so on: op is one of + - * / // %.
Result arithmetic(const std::string& op, const Value& a, const Value& b, const Span& span, Diagnostics& diagnostics);
// op is one of == != < <= > >= in, not in.
Result compare(const std::string& op, const Value& a, const Value& b, const Span& span, Diagnostics& diagnostics);
// A call of a function, or of a method of `arguments[0]`.
Result call_function(const std::string& name, const std::vector<Value>& arguments, const Span& span,
                     Diagnostics& diagnostics);
Result call_method(const std::string& name, const std::vector<Value>& arguments, const Span& span,
                   Diagnostics& diagnostics);

// The text that a value has in a name; no value after a diagnostic for lists, objects and null.
std::optional<std::string> name_text(const Value& value, const Span& span, Diagnostics& diagnostics);

// A string's characters (UTF-8), each a string.
std::vector<std::string> characters(const std::string& text);

}  // namespace specimen::gen
