#include "spec/argument.h"

#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/evaluator.h"

namespace specimen::gen {
namespace {

using Base = ArgumentType::Base;
using ValueKind = Value::Kind;

struct BaseName {
  Base base;
  const char* name;
};
constexpr BaseName kBases[] = {{Base::any, "any"},      {Base::integer, "int"},   {Base::number, "float"},
                               {Base::boolean, "bool"}, {Base::string, "string"}, {Base::block, "block"},
                               {Base::dim, "dim"},      {Base::list, "list"},     {Base::object, "object"}};

class TypeParser {
 public:
  explicit TypeParser(std::string_view text) : text_(text) {}

  std::optional<ArgumentType> parse() {
    std::optional<ArgumentType> type = alternatives(0);
    if (!type) return std::nullopt;
    skip();
    if (at_ < text_.size()) return fail("expected `|` or the end");
    return type;
  }
  std::string failure;
  std::size_t offset() const { return at_; }

 private:
  std::optional<ArgumentType> fail(std::string message) {
    failure = std::move(message);
    return std::nullopt;
  }
  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(char mark) {
    skip();
    if (at_ >= text_.size() || text_[at_] != mark) return false;
    ++at_;
    return true;
  }

  std::optional<ArgumentType> alternatives(int depth) {
    if (depth > 8) return fail("the type is nested too deeply");
    ArgumentType type;
    type.alternatives.clear();
    do {
      skip();
      std::size_t begin = at_;
      while (at_ < text_.size() && text_[at_] >= 'a' && text_[at_] <= 'z') ++at_;
      std::string_view word = text_.substr(begin, at_ - begin);
      auto found =
          std::find_if(std::begin(kBases), std::end(kBases), [&](const BaseName& b) { return word == b.name; });
      if (found == std::end(kBases)) {
        at_ = begin;
        return fail("a type is one of int, float, bool, string, block, dim, object, any, list, list[...]");
      }
      ArgumentType::Alternative alternative{found->base, {}};
      if (found->base == Base::list && take('[')) {
        std::optional<ArgumentType> element = alternatives(depth + 1);
        if (!element) return std::nullopt;
        if (!take(']')) return fail("expected `]`");
        alternative.element.push_back(std::move(*element));
      }
      type.alternatives.push_back(std::move(alternative));
    } while (take('|'));
    return type;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<Value> convert(const ArgumentType& type, const Value& value, bool coerce);

std::optional<Value> convert(const ArgumentType::Alternative& type, const Value& value, bool coerce) {
  auto exactly = [&](bool fits) { return fits ? std::optional<Value>(value) : std::nullopt; };
  switch (type.base) {
    case Base::any:
      return value;
    case Base::integer:
      return exactly(value.is(ValueKind::integer));
    case Base::number:
      if (coerce && value.is(ValueKind::integer)) return Value(value.number()).at(value.span);
      return exactly(value.is(ValueKind::number));
    case Base::boolean:
      return exactly(value.is(ValueKind::boolean));
    case Base::string:
    case Base::block:
      return exactly(value.is_string());
    case Base::dim:
      return exactly(value.is(ValueKind::dim) || value.is(ValueKind::integer));
    case Base::object:
      return exactly(value.is_object());
    case Base::list: {
      if (!value.is_list()) return std::nullopt;
      if (type.element.empty()) return value;
      Value::List items;
      for (const Value& item : value.list()) {
        std::optional<Value> converted = convert(type.element[0], item, coerce);
        if (!converted) return std::nullopt;
        items.push_back(std::move(*converted));
      }
      return Value(std::move(items)).at(value.span);
    }
  }
  return std::nullopt;
}

std::optional<Value> convert(const ArgumentType& type, const Value& value, bool coerce) {
  for (const ArgumentType::Alternative& alternative : type.alternatives)
    if (std::optional<Value> converted = convert(alternative, value, false)) return converted;
  if (coerce)
    for (const ArgumentType::Alternative& alternative : type.alternatives)
      if (std::optional<Value> converted = convert(alternative, value, true)) return converted;
  return std::nullopt;
}

// The innermost value that does not fit, and the type it should have.
struct Misfit {
  const Value* value;
  const ArgumentType* type;
};
Misfit misfit(const ArgumentType& type, const Value& value) {
  for (const ArgumentType::Alternative& alternative : type.alternatives) {
    if (alternative.base != Base::list || alternative.element.empty()) continue;
    for (const Value& item : value.list())
      if (!convert(alternative.element[0], item, true)) return misfit(alternative.element[0], item);
  }
  return {&value, &type};
}

// Calls `check` for the value, or for each element of a list, at any depth.
template <class Check>
bool each_scalar(const Value& value, const Check& check) {
  if (!value.is_list()) return check(value);
  return std::all_of(value.list().begin(), value.list().end(),
                     [&](const Value& item) { return each_scalar(item, check); });
}

std::string limit_text(double limit) {
  bool whole = limit > -1e15 && limit < 1e15 && limit == static_cast<double>(static_cast<std::int64_t>(limit));
  return whole ? std::to_string(static_cast<std::int64_t>(limit)) : number_text(limit);
}

}  // namespace

std::optional<ArgumentType> ArgumentType::parse(std::string_view text, std::string* failure, std::size_t* offset) {
  TypeParser parser(text);
  std::optional<ArgumentType> type = parser.parse();
  if (!type && failure) *failure = parser.failure;
  if (!type && offset) *offset = parser.offset();
  return type;
}

std::string ArgumentType::text() const {
  std::string result;
  for (const Alternative& alternative : alternatives) {
    if (!result.empty()) result += " | ";
    for (const BaseName& base : kBases)
      if (base.base == alternative.base) result += base.name;
    if (!alternative.element.empty()) result += "[" + alternative.element[0].text() + "]";
  }
  return result;
}

bool ArgumentType::takes(const Value& value) const { return convert(*this, value, true).has_value(); }

bool ArgumentType::has(Base base) const {
  return std::any_of(alternatives.begin(), alternatives.end(), [&](const Alternative& a) { return a.base == base; });
}

Argument Argument::needed(std::string name, std::string_view type, std::string doc) {
  Argument argument;
  argument.name = std::move(name);
  argument.type = ArgumentType::parse(type).value_or(ArgumentType());
  argument.doc = std::move(doc);
  return argument;
}

Argument Argument::with_default(std::string name, std::string_view type, const Value& default_value, std::string doc) {
  Argument argument = needed(std::move(name), type, std::move(doc));
  argument.required = false;
  argument.nullable = default_value.is_null();
  Diagnostics ignored;
  argument.default_value = Template::value(default_value, ignored).value_or(Template());
  return argument;
}

std::optional<Value> check_argument(const Argument& argument, const Value& value, std::string_view owner,
                                    const BlockNames* blocks, Diagnostics& diagnostics) {
  if (value.is_null() && argument.nullable) return value;
  std::optional<Value> converted = convert(argument.type, value, true);
  if (!converted) {
    Misfit wrong = misfit(argument.type, value);
    bool element = wrong.value != &value;
    const Span& place = wrong.value->span.valid() ? wrong.value->span : value.span;
    Diagnostic& d =
        diagnostics.error(Kind::argument_wrong_type, place, "{}`{}` of {} takes {}{}, not {}",
                          element ? "an element of " : "", argument.name, printable(owner), wrong.type->text(),
                          argument.nullable && !element ? " or null" : "", describe_value(*wrong.value));
    if (wrong.value->is(ValueKind::number) && wrong.type->has(Base::integer))
      d.note("`int(...)`, `round(...)` and `//` give ints");
    return std::nullopt;
  }

  bool good = each_scalar(*converted, [&](const Value& v) {
    if (!v.is_number()) return true;
    const Span& place = v.span.valid() ? v.span : value.span;
    std::string shown = v.is(ValueKind::integer) ? std::to_string(v.integer()) : number_text(v.number());
    if (argument.min && v.number() < *argument.min) {
      diagnostics.error(Kind::argument_out_of_range, place, "`{}` of {} is at least {}, not {}", argument.name,
                        printable(owner), limit_text(*argument.min), shown);
      return false;
    }
    if (argument.max && v.number() > *argument.max) {
      diagnostics.error(Kind::argument_out_of_range, place, "`{}` of {} is at most {}, not {}", argument.name,
                        printable(owner), limit_text(*argument.max), shown);
      return false;
    }
    return true;
  });
  if (!good) return std::nullopt;

  if (!argument.choices.empty() &&
      std::find(argument.choices.begin(), argument.choices.end(), *converted) == argument.choices.end()) {
    std::vector<std::string> texts, strings;
    for (const Value& choice : argument.choices) {
      texts.push_back(to_json(choice));
      if (choice.is_string()) strings.push_back(choice.text());
    }
    diagnostics
        .error(Kind::argument_not_a_choice, value.span, "`{}` of {} is one of {}, not {}", argument.name,
               printable(owner), join(texts, ", "), printable(to_json(value), 40))
        .suggest(value.is_string() ? nearest(value.text(), strings) : "");
    return std::nullopt;
  }

  if (blocks && argument.type.has(Base::block) && !argument.type.has(Base::string)) {
    good = each_scalar(*converted, [&](const Value& v) {
      if (!v.is_string() || blocks->is_block(v.text())) return true;
      diagnostics
          .error(Kind::block_unknown, v.span.valid() ? v.span : value.span,
                 "`{}` of {} is the name of a block, and there is no block `{}`", argument.name, printable(owner),
                 printable(v.text()))
          .suggest(nearest(v.text(), blocks->block_names()));
      return false;
    });
    if (!good) return std::nullopt;
  }
  return converted;
}

}  // namespace specimen::gen
