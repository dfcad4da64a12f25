// Evaluates the nodes of an expression in a scope.
#include "spec/expression.h"

#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/evaluator.h"

namespace specimen::gen {
namespace {

using Op = Expression::Op;
using Node = Expression::Node;
using ValueKind = Value::Kind;

class Evaluator {
 public:
  Evaluator(const std::vector<Node>& nodes, const Scope& scope, Diagnostics& diagnostics)
      : nodes_(nodes), scope_(scope), diagnostics_(diagnostics), fail_{diagnostics} {}

  Result evaluate(std::int32_t index) {
    const Node& node = nodes_[static_cast<std::size_t>(index)];
    Result result = apply(node);
    // Of a conditional, the branch that was taken is what a message about the value points at.
    if (result && node.op != Op::conditional) result->span = node.span;
    return result;
  }

 private:
  Result apply(const Node& node) {
    switch (node.op) {
      case Op::literal:
        return node.value;
      case Op::name:
        return name(node);
      case Op::list:
        return list(node);
      case Op::object:
        return object(node);
      case Op::conditional:
        return conditional(node);
      case Op::logical_or:
        return logical(node, true);
      case Op::logical_and:
        return logical(node, false);
      case Op::logical_not: {
        std::optional<bool> value = truth(node.parts[0], "not");
        return value ? Result(Value(!*value)) : std::nullopt;
      }
      case Op::compare:
        return comparison(node);
      case Op::binary:
        return binary(node);
      case Op::negate:
        return negate(node);
      case Op::index:
        return index(node);
      case Op::slice:
        return slice(node);
      case Op::member:
        return member(node);
      case Op::call:
      case Op::method: {
        std::vector<Value> values;
        for (std::int32_t part : node.parts) {
          Result value = evaluate(part);
          if (!value) return std::nullopt;
          values.push_back(std::move(*value));
        }
        return node.op == Op::call ? call_function(node.text, values, node.span, diagnostics_)
                                   : call_method(node.text, values, node.span, diagnostics_);
      }
    }
    return std::nullopt;
  }

  Result name(const Node& node) {
    if (const Value* value = scope_.find(node.text)) return *value;
    std::vector<std::string> names = scope_.names();
    names.insert(names.end(), {"true", "false", "null"});
    Diagnostic& d = diagnostics_.error(Kind::expression_unknown_name, node.span, "there is no name `{}` here",
                                       printable(node.text));
    if (scope_.shapes() && scope_.shapes()->shape_of(node.text))
      d.note("`{}` is a tensor: its shape is `{}.shape`", node.text, node.text);
    else
      d.suggest(nearest(node.text, names));
    return std::nullopt;
  }

  Result limited(Value value, const Span& span) {
    std::size_t limit = ExpressionLimits().elements;
    if (value.weight() > limit)
      return fail_(Kind::expression_too_large, span, "the value holds more than {} values", limit);
    return value;
  }

  Result list(const Node& node) {
    Value::List items;
    for (std::int32_t part : node.parts) {
      Result item = evaluate(part);
      if (!item) return std::nullopt;
      items.push_back(std::move(*item));
    }
    return limited(Value(std::move(items)), node.span);
  }

  Result object(const Node& node) {
    Value::Object entries;
    for (std::size_t i = 0; i < node.parts.size(); ++i) {
      Result value = evaluate(node.parts[i]);
      if (!value) return std::nullopt;
      entries.push_back({node.texts[i], std::move(*value), node.span});
    }
    return limited(Value(std::move(entries)), node.span);
  }

  // Only a bool is true or false: `if count` hides what is meant.
  std::optional<bool> truth(std::int32_t index, const char* what) {
    Result value = evaluate(index);
    if (!value) return std::nullopt;
    if (value->is(ValueKind::boolean)) return value->boolean();
    diagnostics_
        .error(value->is(ValueKind::dim) ? Kind::expression_symbolic : Kind::expression_type, value->span,
               "`{}` takes a bool, not {}", what, describe_value(*value))
        .note("compare it, as in `x != 0` or `x != null`");
    return std::nullopt;
  }

  Result conditional(const Node& node) {
    std::optional<bool> condition = truth(node.parts[0], "if");
    return condition ? evaluate(node.parts[*condition ? 1 : 2]) : std::nullopt;
  }

  Result logical(const Node& node, bool decisive) {
    for (std::int32_t part : node.parts) {
      std::optional<bool> value = truth(part, decisive ? "or" : "and");
      if (!value) return std::nullopt;
      if (*value == decisive) return Value(decisive);
    }
    return Value(!decisive);
  }

  Result comparison(const Node& node) {
    Result left = evaluate(node.parts[0]);
    for (std::size_t i = 0; left && i < node.texts.size(); ++i) {
      Result right = evaluate(node.parts[i + 1]);
      if (!right) return std::nullopt;
      Result holds = compare(node.texts[i], *left, *right, node.span, diagnostics_);
      if (!holds || !holds->boolean()) return holds;
      left = std::move(right);
    }
    return left ? Result(Value(true)) : std::nullopt;
  }

  Result binary(const Node& node) {
    Result a = evaluate(node.parts[0]);
    if (!a) return std::nullopt;
    Result b = evaluate(node.parts[1]);
    return b ? arithmetic(node.text, *a, *b, node.span, diagnostics_) : std::nullopt;
  }

  Result negate(const Node& node) {
    Result value = evaluate(node.parts[0]);
    if (!value) return std::nullopt;
    if (value->is(ValueKind::number)) return Value(-value->number());
    if (!value->is_number() && !value->is(ValueKind::dim))
      return fail_(Kind::expression_type, node.span, "`-` does not take {}", describe_value(*value));
    return arithmetic("-", Value(0), *value, node.span, diagnostics_);
  }

  Result index(const Node& node) {
    Result container = evaluate(node.parts[0]);
    if (!container) return std::nullopt;
    Result at = evaluate(node.parts[1]);
    if (!at) return std::nullopt;
    if (container->is_object()) {
      if (!at->is_string())
        return fail_(Kind::expression_type, at->span, "an object's key is a string, not {}", describe_value(*at));
      return key(*container, at->text(), at->span);
    }
    if (!container->is_list() && !container->is_string())
      return fail_(Kind::expression_type, node.span, "{} has no elements", describe_value(*container));
    if (!at->is(ValueKind::integer))
      return fail_(at->is(ValueKind::dim) ? Kind::expression_symbolic : Kind::expression_type, at->span,
                   "an index is an int, not {}", describe_value(*at));
    std::vector<std::string> letters;
    if (container->is_string()) letters = characters(container->text());
    std::int64_t size = static_cast<std::int64_t>(container->is_list() ? container->list().size() : letters.size());
    std::int64_t place = at->integer() < 0 ? at->integer() + size : at->integer();
    if (place < 0 || place >= size)
      return fail_(Kind::expression_index, at->span, "index {} is outside of {} elements", at->integer(), size);
    return container->is_list() ? container->list()[static_cast<std::size_t>(place)]
                                : Value(letters[static_cast<std::size_t>(place)]);
  }

  Result slice(const Node& node) {
    Result container = evaluate(node.parts[0]);
    if (!container) return std::nullopt;
    if (!container->is_list() && !container->is_string())
      return fail_(Kind::expression_type, node.span, "{} has no elements", describe_value(*container));
    std::optional<std::int64_t> bounds[3];
    for (int i = 0; i < 3; ++i) {
      if (node.parts[static_cast<std::size_t>(i) + 1] < 0) continue;
      Result bound = evaluate(node.parts[static_cast<std::size_t>(i) + 1]);
      if (!bound) return std::nullopt;
      if (bound->is_null()) continue;
      if (!bound->is(ValueKind::integer))
        return fail_(bound->is(ValueKind::dim) ? Kind::expression_symbolic : Kind::expression_type, bound->span,
                     "a slice's bound is an int, not {}", describe_value(*bound));
      bounds[i] = bound->integer();
    }
    std::vector<std::string> letters;
    if (container->is_string()) letters = characters(container->text());
    std::int64_t size = static_cast<std::int64_t>(container->is_list() ? container->list().size() : letters.size());
    std::int64_t step = bounds[2].value_or(1);
    if (step == 0) return fail_(Kind::expression_division_by_zero, node.span, "a slice's step is zero");
    // As in Python: bounds count from the end when negative, and are cut to the list.
    auto clip = [&](std::int64_t v) {
      if (v < 0) v = v < -size ? -1 : v + size;
      return step > 0 ? std::clamp<std::int64_t>(v, 0, size) : std::clamp<std::int64_t>(v, -1, size - 1);
    };
    std::int64_t begin = bounds[0] ? clip(*bounds[0]) : (step > 0 ? 0 : size - 1);
    std::int64_t end = bounds[1] ? clip(*bounds[1]) : (step > 0 ? size : -1);
    Value::List items;
    std::string text;
    for (std::int64_t i = begin; step > 0 ? i < end : i > end;) {
      if (container->is_list())
        items.push_back(container->list()[static_cast<std::size_t>(i)]);
      else
        text += letters[static_cast<std::size_t>(i)];
      if (__builtin_add_overflow(i, step, &i)) break;
    }
    return container->is_list() ? Value(std::move(items)) : Value(std::move(text));
  }

  Result key(const Value& object, const std::string& name, const Span& span) {
    if (const Value* value = object.find(name)) return *value;
    std::vector<std::string> keys;
    for (const Value::Entry& entry : object.object()) keys.push_back(entry.key);
    diagnostics_.error(Kind::expression_unknown_member, span, "the object has no key `{}`", printable(name))
        .suggest(nearest(name, keys));
    return std::nullopt;
  }

  Result member(const Node& node) {
    const Node& owner = nodes_[static_cast<std::size_t>(node.parts[0])];
    if (node.text == "shape" && owner.op == Op::name && scope_.shapes()) {
      const Value* value = scope_.find(owner.text);
      if (const std::vector<Dim>* shape =
              value && value->is_object() ? nullptr : scope_.shapes()->shape_of(owner.text)) {
        Value::List items;
        for (const Dim& dim : *shape) items.push_back(Value(dim));
        return Value(std::move(items));
      }
      if (!value) {
        std::vector<std::string> names = scope_.shapes()->tensor_names();
        diagnostics_
            .error(Kind::expression_unknown_name, owner.span, "there is no tensor `{}` here", printable(owner.text))
            .suggest(nearest(owner.text, names));
        return std::nullopt;
      }
    }
    Result object = evaluate(node.parts[0]);
    if (!object) return std::nullopt;
    if (!object->is_object())
      return fail_(Kind::expression_unknown_member, node.span, "{} has no member `{}`", describe_value(*object),
                   printable(node.text));
    return key(*object, node.text, node.span);
  }

  const std::vector<Node>& nodes_;
  const Scope& scope_;
  Diagnostics& diagnostics_;
  Failed fail_;
};

}  // namespace

std::optional<Value> Expression::evaluate(const Scope& scope, Diagnostics& diagnostics) const {
  if (root_ < 0) return std::nullopt;
  return Evaluator(nodes_, scope, diagnostics).evaluate(root_);
}

std::optional<std::string> name_text(const Value& value, const Span& span, Diagnostics& diagnostics) {
  switch (value.kind()) {
    case ValueKind::string:
      return value.text();
    case ValueKind::integer:
      return std::to_string(value.integer());
    case ValueKind::number:
      return number_text(value.number());
    case ValueKind::boolean:
      return std::string(value.boolean() ? "true" : "false");
    default:
      break;
  }
  diagnostics.error(value.is(ValueKind::dim) ? Kind::expression_symbolic : Kind::expression_type, span,
                    "{} has no text to stand in a name", describe_value(value));
  return std::nullopt;
}

std::vector<std::string> characters(const std::string& text) {
  std::vector<std::string> result;
  for (char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) == 0x80 && !result.empty())
      result.back() += c;
    else
      result.emplace_back(1, c);
  }
  return result;
}

}  // namespace specimen::gen
