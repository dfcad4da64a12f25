// Operators on two values, with Python's meaning.
#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "spec/evaluator.h"

namespace specimen::gen {
namespace {

using ValueKind = Value::Kind;

bool is_dimension(const Value& v) { return v.is(ValueKind::dim) || v.is(ValueKind::integer); }

// Python's float floor division: the quotient of the exact remainder, not floor(a / b), which may round up first.
double float_floor_divide(double a, double b, double* remainder) {
  double mod = std::fmod(a, b);
  double quotient = (a - mod) / b;
  if (mod != 0) {
    if ((b < 0) != (mod < 0)) mod += b, quotient -= 1;
  } else {
    mod = std::copysign(0.0, b);
  }
  if (quotient != 0) {
    double down = std::floor(quotient);
    quotient = quotient - down > 0.5 ? down + 1 : down;
  } else {
    quotient = std::copysign(0.0, a / b);
  }
  *remainder = mod;
  return quotient;
}

Result integer_arithmetic(const std::string& op, std::int64_t a, std::int64_t b, const Span& span, const Failed& fail) {
  std::int64_t result = 0;
  bool overflow = false;
  if (op == "+") {
    overflow = __builtin_add_overflow(a, b, &result);
  } else if (op == "-") {
    overflow = __builtin_sub_overflow(a, b, &result);
  } else if (op == "*") {
    overflow = __builtin_mul_overflow(a, b, &result);
  } else if (b == 0) {
    return fail(Kind::expression_division_by_zero, span, "{} {} 0 divides by zero", a, op);
  } else if (op == "/") {
    return Value(static_cast<double>(static_cast<long double>(a) / static_cast<long double>(b)));
  } else if (b == -1) {  // the one quotient that may not fit
    overflow = op == "//" && __builtin_sub_overflow(std::int64_t{0}, a, &result);
  } else {
    std::int64_t quotient = a / b, remainder = a % b;
    if (remainder != 0 && (remainder < 0) != (b < 0)) --quotient, remainder += b;
    result = op == "//" ? quotient : remainder;
  }
  if (overflow) return fail(Kind::expression_overflow, span, "{} {} {} does not fit into 64 bits", a, op, b);
  return Value(result);
}

Result float_arithmetic(const std::string& op, double a, double b, const Span& span, const Failed& fail) {
  double result = 0;
  if ((op == "/" || op == "//" || op == "%") && b == 0)
    return fail(Kind::expression_division_by_zero, span, "{} {} 0.0 divides by zero", number_text(a), op);
  if (op == "+") result = a + b;
  if (op == "-") result = a - b;
  if (op == "*") result = a * b;
  if (op == "/") result = a / b;
  if (op == "//" || op == "%") {
    double remainder = 0, quotient = float_floor_divide(a, b, &remainder);
    result = op == "//" ? quotient : remainder;
  }
  if (!std::isfinite(result))
    return fail(Kind::expression_overflow, span, "{} {} {} is not a finite number", number_text(a), op, number_text(b));
  return Value(result);
}

Result dim_arithmetic(const std::string& op, const Dim& a, const Dim& b, const Span& span, const Failed& fail) {
  if (op == "/")
    return fail(Kind::expression_symbolic, span, "`/` gives a float, and {} / {} depends on a symbol: write `//`",
                a.text(), b.text());
  if ((op == "//" || op == "%") && b == 0)
    return fail(Kind::expression_division_by_zero, span, "{} {} 0 divides by zero", a.text(), op);
  Dim result = op == "+"    ? a + b
               : op == "-"  ? a - b
               : op == "*"  ? a * b
               : op == "//" ? Dim::floor_divide(a, b)
                            : Dim::modulo(a, b);
  if (!result.valid())
    return fail(Kind::expression_overflow, span, "({}) {} ({}) is too large for a dimension", printable(a.text()), op,
                printable(b.text()));
  return Value(result);
}

// -1, 0, 1; no value: not comparable, or it depends on a symbol (`symbolic`).
std::optional<int> order(const Value& a, const Value& b, bool* symbolic) {
  auto sign = [](auto x, auto y) { return x < y ? -1 : x > y ? 1 : 0; };
  if (a.is(ValueKind::integer) && b.is(ValueKind::integer)) return sign(a.integer(), b.integer());
  if (a.is_number() && b.is_number()) {
    // A long double holds every int64 and every double.
    auto wide = [](const Value& v) {
      return v.is(ValueKind::integer) ? static_cast<long double>(v.integer()) : static_cast<long double>(v.number());
    };
    return sign(wide(a), wide(b));
  }
  if (a.is_string() && b.is_string()) return sign(a.text().compare(b.text()), 0);
  if (is_dimension(a) && is_dimension(b)) {
    Dim difference = a.dim() - b.dim();
    *symbolic = !difference.is_constant();
    if (!*symbolic) return sign(difference.value(), std::int64_t{0});
  }
  return std::nullopt;
}

}  // namespace

std::string describe_value(const Value& value) {
  return value.is(ValueKind::dim) ? fmt::format("a dimension ({})", value.dim().text()) : describe(value.kind());
}

Result arithmetic(const std::string& op, const Value& a, const Value& b, const Span& span, Diagnostics& diagnostics) {
  Failed fail{diagnostics};
  if (a.is(ValueKind::integer) && b.is(ValueKind::integer))
    return integer_arithmetic(op, a.integer(), b.integer(), span, fail);
  if (a.is_number() && b.is_number()) return float_arithmetic(op, a.number(), b.number(), span, fail);
  if (is_dimension(a) && is_dimension(b)) return dim_arithmetic(op, a.dim(), b.dim(), span, fail);
  std::size_t limit = ExpressionLimits().elements;
  if (op == "+" && a.is_string() && b.is_string()) {
    if (a.text().size() + b.text().size() > limit)
      return fail(Kind::expression_too_large, span, "the string is longer than {} bytes", limit);
    return Value(a.text() + b.text());
  }
  if (op == "+" && a.is_list() && b.is_list()) {
    if (a.weight() + b.weight() > limit)
      return fail(Kind::expression_too_large, span, "the list holds more than {} values", limit);
    Value::List items = a.list();
    items.insert(items.end(), b.list().begin(), b.list().end());
    return Value(std::move(items));
  }
  return fail(Kind::expression_type, span, "`{}` does not take {} and {}", op, describe_value(a), describe_value(b));
}

std::optional<bool> equal(const Value& a, const Value& b) {
  if (a.is_list() && b.is_list()) {
    if (a.list().size() != b.list().size()) return false;
    for (std::size_t i = 0; i < a.list().size(); ++i) {
      std::optional<bool> same = equal(a.list()[i], b.list()[i]);
      if (!same || !*same) return same;
    }
    return true;
  }
  if (a.is_object() && b.is_object()) {
    if (a.object().size() != b.object().size()) return false;
    for (const Value::Entry& entry : a.object()) {
      const Value* other = b.find(entry.key);
      if (!other) return false;
      std::optional<bool> same = equal(entry.value, *other);
      if (!same || !*same) return same;
    }
    return true;
  }
  auto number = [](const Value& v) { return v.is(ValueKind::boolean) ? Value(v.boolean() ? 1 : 0) : v; };
  if (a.kind() == b.kind() && !a.is(ValueKind::dim)) return a == b;
  bool symbolic = false;
  std::optional<int> sign = order(number(a), number(b), &symbolic);
  if (symbolic) return std::nullopt;
  return sign && *sign == 0;
}

Result compare(const std::string& op, const Value& a, const Value& b, const Span& span, Diagnostics& diagnostics) {
  Failed fail{diagnostics};
  auto symbolic_failure = [&] {
    return fail(Kind::expression_symbolic, span, "whether {} {} {} depends on a symbol", describe_value(a), op,
                describe_value(b));
  };
  if (op == "in" || op == "not in") {
    bool found = false;
    if (b.is_string() && a.is_string()) {
      found = b.text().find(a.text()) != std::string::npos;
    } else if (b.is_object() && a.is_string()) {
      found = b.find(a.text()) != nullptr;
    } else if (b.is_list()) {
      for (const Value& item : b.list()) {
        std::optional<bool> same = equal(a, item);
        if (!same) return symbolic_failure();
        if (*same) found = true;
        if (found) break;
      }
    } else {
      return fail(Kind::expression_type, span, "`{}` does not take {} and {}", op, describe_value(a),
                  describe_value(b));
    }
    return Value(found == (op == "in"));
  }
  if (op == "==" || op == "!=") {
    std::optional<bool> same = equal(a, b);
    return same ? Result(Value(*same == (op == "=="))) : symbolic_failure();
  }
  bool symbolic = false;
  std::optional<int> sign = order(a, b, &symbolic);
  if (symbolic) return symbolic_failure();
  if (!sign)
    return fail(Kind::expression_type, span, "`{}` does not compare {} with {}", op, describe_value(a),
                describe_value(b));
  return Value(op == "<" ? *sign < 0 : op == "<=" ? *sign <= 0 : op == ">" ? *sign > 0 : *sign >= 0);
}

}  // namespace specimen::gen
