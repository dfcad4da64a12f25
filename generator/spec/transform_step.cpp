#include "spec/transform_step.h"

#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"

namespace specimen::gen {
namespace {

using Takes = TransformStep::Takes;

bool is_expression(const Value& value) { return value.is_string() && value.text().starts_with('='); }

// What is wrong with the argument, or "". Numbers that expressions stand for are not known yet.
std::string fault_of(const TransformStep& step, const Value& argument, bool expressions) {
  const bool names = step.takes == Takes::names;
  if (expressions && is_expression(argument)) return "";
  if (step.takes == Takes::axis) {
    if (!argument.is(Value::Kind::integer)) return "takes the number of an axis";
    return argument.integer() < 0 ? "takes the number of an axis, from 0" : "";
  }
  const Value::List items = argument.is_list() ? argument.list() : Value::List{argument};
  if (items.empty()) return names ? "takes at least one name" : "takes at least one number";
  bool open = false;  // whether an expression is among the items
  std::vector<std::int64_t> numbers;
  for (const Value& item : items) {
    if (!names && expressions && is_expression(item)) {
      open = true;
      numbers.push_back(0);
      continue;
    }
    if (!item.is(names ? Value::Kind::string : Value::Kind::integer)) return names ? "takes names" : "takes numbers";
    if (!names) numbers.push_back(item.integer());
  }
  if (step.takes == Takes::slice) {
    if (items.size() != 3) return "takes three numbers: axis, begin, end";
    if (numbers[0] < 0) return "takes an axis from 0";
    const bool comparable = (numbers[1] < 0) == (numbers[2] < 0);
    return !open && comparable && numbers[1] >= numbers[2] ? "begins at its end or after it" : "";
  }
  if (step.takes == Takes::sizes && !open) {
    if (std::count(numbers.begin(), numbers.end(), -1) > 1) return "can leave one size open, not several";
    if (std::any_of(numbers.begin(), numbers.end(), [](std::int64_t n) { return n < -1; })) return "takes sizes, or -1";
  }
  if (step.takes == Takes::axes && !open) {
    std::sort(numbers.begin(), numbers.end());
    for (std::size_t i = 0; i < numbers.size(); ++i)
      if (numbers[i] != static_cast<std::int64_t>(i)) return "takes each axis once, from 0";
  }
  return "";
}

}  // namespace

const std::vector<TransformStep>& transform_steps() {
  using Op = TransformStep::Op;
  static const std::vector<TransformStep> steps = {
      {Op::permute, "permute", Takes::axes, "[2, 3, 1, 0]", "for each axis of ours, the axis of theirs"},
      {Op::reshape, "reshape", Takes::sizes, "[768, -1]", "the same numbers in another shape"},
      {Op::slice, "slice", Takes::slice, "[0, 10, 20]", "axis, begin, end: a part of theirs"},
      {Op::concat, "concat", Takes::axis, "0", "joins a list of theirs along an axis"},
      {Op::stack, "stack", Takes::axis, "0", "joins a list of theirs along a new axis"},
      {Op::alias, "alias", Takes::names, "[\"name\"]", "what theirs may be called instead"},
      {Op::tie, "tie", Takes::names, "[\"name\"]",
       "tensors of theirs that must be equal to it, and have no other place"},
  };
  return steps;
}

const TransformStep* check_transform_step(const Value& json, bool expressions, Kind kind, Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const TransformStep& step : transform_steps()) names.push_back(step.name);
  if (!json.is_object() || json.object().size() != 1) {
    diagnostics
        .error(kind, json.span, "a step of `transform` is an object with one key, such as {{\"permute\": [1, 0]}}")
        .note("there are {}", join(names, ", "));
    return nullptr;
  }
  const Value::Entry& entry = json.object()[0];
  const auto at = std::find(names.begin(), names.end(), entry.key);
  if (at == names.end()) {
    diagnostics.error(kind, entry.key_span, "there is no step `{}`", printable(entry.key))
        .suggest(nearest(entry.key, names))
        .note("there are {}", join(names, ", "));
    return nullptr;
  }
  const TransformStep& step = transform_steps()[static_cast<std::size_t>(at - names.begin())];
  const std::string fault = fault_of(step, entry.value, expressions);
  if (fault.empty()) return &step;
  diagnostics.error(kind, entry.value.span, "`{}` {}", step.name, fault)
      .note("it looks like {{\"{}\": {}}}: {}", step.name, step.example, step.meaning);
  return nullptr;
}

}  // namespace specimen::gen
