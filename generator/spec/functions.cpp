// The functions and methods that expressions may call.
#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "spec/evaluator.h"

namespace specimen::gen {
namespace {

using ValueKind = Value::Kind;

struct FunctionInfo {
  const char* name;
  std::size_t fewest, most;
};
constexpr std::size_t kMany = 1u << 30;
constexpr FunctionInfo kFunctions[] = {{"ceil", 1, 1},  {"fields", 1, 1},   {"floor", 1, 1},   {"int", 1, 1},
                                       {"len", 1, 1},   {"max", 1, kMany},  {"min", 1, kMany}, {"range", 1, 3},
                                       {"round", 1, 1}, {"round_to", 2, 3}, {"str", 1, 1},     {"sum", 1, 1}};

struct Call {
  const std::string& name;
  const std::vector<Value>& arguments;
  const Span& span;
  Diagnostics& diagnostics;

  const Span& place(std::size_t i) const { return arguments[i].span.valid() ? arguments[i].span : span; }
  Result wrong_type(std::size_t i, const char* expected) const {
    const Value& v = arguments[i];
    bool symbolic = v.is(ValueKind::dim);
    return Failed{diagnostics}(symbolic ? Kind::expression_symbolic : Kind::expression_type, place(i),
                               "`{}` takes {}, not {}", name, expected, describe_value(v));
  }
  Result overflow() const {
    return Failed{diagnostics}(Kind::expression_overflow, span, "the result of `{}` does not fit into 64 bits", name);
  }
};

// The int nearest to a whole double.
Result whole(const Call& call, double value) {
  // 2^63 is a double; every double below it fits.
  if (!(value >= -9223372036854775808.0 && value < 9223372036854775808.0)) return call.overflow();
  return Value(static_cast<std::int64_t>(value));
}

Result to_int(const Call& call) {
  const Value& v = call.arguments[0];
  if (v.is(ValueKind::integer)) return Value(v.integer());
  if (v.is(ValueKind::number)) return whole(call, std::trunc(v.number()));
  if (v.is(ValueKind::boolean)) return Value(v.boolean() ? 1 : 0);
  if (v.is_string()) {
    std::string_view digits = trim(v.text());
    bool negative = !digits.empty() && digits[0] == '-';
    if (negative) digits.remove_prefix(1);
    std::int64_t value = 0;
    bool good = !digits.empty();
    for (char c : digits) {
      if (c < '0' || c > '9') good = false;
      if (good &&
          (__builtin_mul_overflow(value, std::int64_t{10}, &value) || __builtin_add_overflow(value, c - '0', &value)))
        return call.overflow();
    }
    if (good) return Value(negative ? -value : value);
    return Failed{call.diagnostics}(Kind::expression_type, call.place(0), "the string `{}` is not an int",
                                    printable(v.text(), 40));
  }
  return call.wrong_type(0, "a number, a bool or a string of digits");
}

Result rounding(const Call& call) {
  const Value& v = call.arguments[0];
  if (v.is(ValueKind::integer)) return Value(v.integer());
  if (!v.is(ValueKind::number)) return call.wrong_type(0, "a number");
  double x = v.number();
  if (call.name == "ceil") return whole(call, std::ceil(x));
  if (call.name == "floor") return whole(call, std::floor(x));
  return whole(call, std::nearbyint(x));  // halves to even
}

Result length(const Call& call) {
  const Value& v = call.arguments[0];
  if (v.is_list()) return Value(static_cast<std::int64_t>(v.list().size()));
  if (v.is_object()) return Value(static_cast<std::int64_t>(v.object().size()));
  if (v.is_string()) return Value(static_cast<std::int64_t>(characters(v.text()).size()));
  return call.wrong_type(0, "a list, an object or a string");
}

Result make_range(const Call& call) {
  for (std::size_t i = 0; i < call.arguments.size(); ++i)
    if (!call.arguments[i].is(ValueKind::integer)) return call.wrong_type(i, "ints");
  bool one = call.arguments.size() == 1;
  std::int64_t begin = one ? 0 : call.arguments[0].integer(), end = call.arguments[one ? 0 : 1].integer();
  std::int64_t step = call.arguments.size() == 3 ? call.arguments[2].integer() : 1;
  if (step == 0)
    return Failed{call.diagnostics}(Kind::expression_division_by_zero, call.place(2), "the step of `range` is zero");
  std::size_t limit = ExpressionLimits().elements;
  Value::List items;
  for (std::int64_t i = begin; step > 0 ? i < end : i > end;) {
    if (items.size() >= limit)
      return Failed{call.diagnostics}(Kind::expression_too_large, call.span, "the range holds more than {} values",
                                      limit);
    items.push_back(Value(i));
    if (__builtin_add_overflow(i, step, &i)) break;
  }
  return Value(std::move(items));
}

Result extreme(const Call& call) {
  std::vector<Value> values = call.arguments;
  if (values.size() == 1) {
    if (!values[0].is_list()) return call.wrong_type(0, "a list, or several numbers");
    values = call.arguments[0].list();
  }
  if (values.empty())
    return Failed{call.diagnostics}(Kind::expression_index, call.span, "`{}` of an empty list", call.name);
  Value best = values[0];
  if (!best.is_number() && !best.is(ValueKind::dim))
    return Failed{call.diagnostics}(Kind::expression_type, call.span, "`{}` takes numbers, not {}", call.name,
                                    describe_value(best));
  for (std::size_t i = 1; i < values.size(); ++i) {
    Result better = compare(call.name == "max" ? ">" : "<", values[i], best, call.span, call.diagnostics);
    if (!better) return std::nullopt;
    if (better->boolean()) best = values[i];
  }
  return best;
}

Result sum_of(const Call& call) {
  if (!call.arguments[0].is_list()) return call.wrong_type(0, "a list");
  Value total(0);
  for (const Value& item : call.arguments[0].list()) {
    if (!item.is_number() && !item.is(ValueKind::dim))
      return Failed{call.diagnostics}(Kind::expression_type, call.span, "`sum` takes a list of numbers, not of {}",
                                      describe_value(item));
    Result next = arithmetic("+", total, item, call.span, call.diagnostics);
    if (!next) return std::nullopt;
    total = *next;
  }
  return total;
}

Result rounded_to(const Call& call) {
  if (!call.arguments[0].is_number()) return call.wrong_type(0, "a number");
  for (std::size_t i = 1; i < call.arguments.size(); ++i)
    if (!call.arguments[i].is(ValueKind::integer)) return call.wrong_type(i, "ints as divisor and minimum");
  std::int64_t divisor = call.arguments[1].integer();
  if (divisor <= 0)
    return Failed{call.diagnostics}(divisor == 0 ? Kind::expression_division_by_zero : Kind::expression_type,
                                    call.place(1), "the divisor of `round_to` is {}, and must be positive", divisor);
  std::int64_t minimum = call.arguments.size() == 3 ? call.arguments[2].integer() : divisor;
  std::optional<std::int64_t> result = round_to(call.arguments[0].number(), divisor, minimum);
  return result ? Result(Value(*result)) : call.overflow();
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// One part of a block string: letters, then a number; true where there is none.
std::optional<Value::Entry> field_of(const std::string& part) {
  const std::size_t letters =
      static_cast<std::size_t>(std::find_if_not(part.begin(), part.end(), is_letter) - part.begin());
  const std::string number = part.substr(letters);
  if (letters == 0 || number.size() > 15) return std::nullopt;
  if (number.empty()) return Value::Entry{part, Value(true), {}};
  if (number.find_first_not_of("0123456789.") != std::string::npos || number.back() == '.' || number[0] == '.' ||
      std::count(number.begin(), number.end(), '.') > 1) {
    return std::nullopt;
  }
  const bool whole_number = number.find('.') == std::string::npos;
  return Value::Entry{
      part.substr(0, letters), whole_number ? Value(std::int64_t{std::stoll(number)}) : Value(std::stod(number)), {}};
}

// 'r2_k3_se0.25_noskip', as the papers of MnasNet and EfficientNet write blocks.
Result fields_of(const Call& call) {
  if (!call.arguments[0].is_string()) return call.wrong_type(0, "a string");
  Value::Object fields;
  for (const std::string& part : split(call.arguments[0].text(), '_')) {
    const std::optional<Value::Entry> field = field_of(part);
    if (!field) {
      return Failed{call.diagnostics}(Kind::expression_type, call.place(0),
                                      "`{}` is not letters and a number, as in 'r2_k3_se0.25_noskip'",
                                      printable(part, 40));
    }
    if (std::any_of(fields.begin(), fields.end(), [&](const Value::Entry& known) { return known.key == field->key; })) {
      return Failed{call.diagnostics}(Kind::expression_type, call.place(0), "`{}` is there twice", field->key);
    }
    fields.push_back(*field);
  }
  return Value(std::move(fields));
}

Result to_text(const Call& call) {
  std::optional<std::string> text = name_text(call.arguments[0], call.place(0), call.diagnostics);
  return text ? Result(Value(std::move(*text))) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> round_to(double value, std::int64_t divisor, std::int64_t minimum) {
  if (divisor <= 0) return std::nullopt;
  double shifted = value + static_cast<double>(divisor) / 2;
  if (!(shifted > -9.2e18 && shifted < 9.2e18)) return std::nullopt;
  std::int64_t whole = static_cast<std::int64_t>(shifted);
  std::int64_t quotient = whole / divisor - (whole % divisor < 0 ? 1 : 0);
  std::int64_t result = 0;
  if (__builtin_mul_overflow(quotient, divisor, &result)) return std::nullopt;
  if (result < minimum) result = minimum;
  if (static_cast<double>(result) < 0.9 * value && __builtin_add_overflow(result, divisor, &result))
    return std::nullopt;
  return result;
}

Result call_function(const std::string& name, const std::vector<Value>& arguments, const Span& span,
                     Diagnostics& diagnostics) {
  for (const FunctionInfo& info : kFunctions) {
    if (name != info.name || (arguments.size() >= info.fewest && arguments.size() <= info.most)) continue;
    std::string count = info.most == kMany         ? fmt::format("at least {}", info.fewest)
                        : info.fewest == info.most ? std::to_string(info.most)
                                                   : fmt::format("{} to {}", info.fewest, info.most);
    return Failed{diagnostics}(Kind::expression_arguments, span, "`{}` takes {} argument{}, not {}", name, count,
                               count == "1" ? "" : "s", arguments.size());
  }
  Call call{name, arguments, span, diagnostics};
  if (name == "len") return length(call);
  if (name == "range") return make_range(call);
  if (name == "min" || name == "max") return extreme(call);
  if (name == "sum") return sum_of(call);
  if (name == "int") return to_int(call);
  if (name == "str") return to_text(call);
  if (name == "fields") return fields_of(call);
  if (name == "round_to") return rounded_to(call);
  return rounding(call);
}

Result call_method(const std::string& name, const std::vector<Value>& arguments, const Span& span,
                   Diagnostics& diagnostics) {
  Failed fail{diagnostics};
  if (name != "index") {
    diagnostics
        .error(Kind::expression_unknown_member, span, "{} has no method `{}`", describe_value(arguments[0]),
               printable(name))
        .note("a list has `.index(value)`");
    return std::nullopt;
  }
  if (!arguments[0].is_list())
    return fail(Kind::expression_type, span, "`.index()` is a method of lists, not of {}",
                describe_value(arguments[0]));
  if (arguments.size() != 2)
    return fail(Kind::expression_arguments, span, "`.index()` takes 1 argument, not {}", arguments.size() - 1);
  const Value::List& items = arguments[0].list();
  for (std::size_t i = 0; i < items.size(); ++i) {
    std::optional<bool> same = equal(items[i], arguments[1]);
    if (!same) return fail(Kind::expression_symbolic, span, "whether the list holds the value depends on a symbol");
    if (*same) return Value(static_cast<std::int64_t>(i));
  }
  return fail(Kind::expression_index, span, "the list does not hold {}", printable(to_json(arguments[1]), 60));
}

}  // namespace specimen::gen
