#include "spec/template.h"

#include <algorithm>

#include "spec/evaluator.h"

namespace specimen::gen {

std::optional<Template> Template::value(const Value& json, Diagnostics& diagnostics) {
  return compile(json, false, diagnostics);
}

std::optional<Template> Template::name(const Value& json, Diagnostics& diagnostics) {
  return compile(json, true, diagnostics);
}

std::optional<Template> Template::compile(const Value& json, bool names, Diagnostics& diagnostics) {
  Template result;
  result.span_ = json.span;
  result.constant_ = json;
  if (json.is_string()) {
    const std::string& text = json.text();
    if (text.substr(0, 2) == "==") {
      result.constant_ = Value(text.substr(1)).at(json.span);
      return result;
    }
    if (text.substr(0, 1) != "=") return names ? interpolate(json, diagnostics) : std::optional<Template>(result);
    std::optional<Expression> expression = Expression::parse(LocatedText(json), diagnostics, 1);
    if (!expression) return std::nullopt;
    result.kind_ = Kind::expression;
    result.expressions_.push_back(std::move(*expression));
    return result;
  }
  bool constant = true, good = true;
  for (const Value& item : json.list()) {
    std::optional<Template> part = compile(item, names, diagnostics);
    good = good && part;
    if (!part) continue;
    constant = constant && part->constant();
    result.items_.push_back(std::move(*part));
  }
  for (const Value::Entry& entry : json.object()) {
    std::optional<Template> part = compile(entry.value, names, diagnostics);
    good = good && part;
    if (!part) continue;
    constant = constant && part->constant();
    result.members_.push_back({entry.key, entry.key_span, std::move(*part)});
  }
  if (!good) return std::nullopt;
  if (json.is_list()) result.kind_ = Kind::list;
  if (json.is_object()) result.kind_ = Kind::object;
  if (constant) {
    // "==x" inside has become "=x".
    if (json.is_list()) {
      Value::List items;
      for (const Template& part : result.items_) items.push_back(part.constant_);
      result.constant_ = Value(std::move(items)).at(json.span);
    } else if (json.is_object()) {
      Value::Object entries;
      for (const Member& part : result.members_) entries.push_back({part.key, part.value.constant_, part.key_span});
      result.constant_ = Value(std::move(entries)).at(json.span);
    }
    result.kind_ = Kind::constant;
  }
  return result;
}

std::optional<Template> Template::interpolate(const Value& string, Diagnostics& diagnostics) {
  Template result;
  result.span_ = string.span;
  LocatedText located(string);
  const std::string& text = located.text();
  std::string literal;
  for (std::size_t i = 0; i < text.size();) {
    char c = text[i];
    if ((c == '{' || c == '}') && i + 1 < text.size() && text[i + 1] == c) {
      literal += c;
      i += 2;
    } else if (c == '}') {
      diagnostics.error(specimen::gen::Kind::expression_syntax, located.at(i, i + 1), "`}}` without `{{`")
          .note("a brace itself is written twice");
      return std::nullopt;
    } else if (c == '{') {
      std::size_t end = 0;
      std::optional<Expression> expression = Expression::parse_prefix(located, i + 1, &end, diagnostics);
      if (!expression) return std::nullopt;
      if (end >= text.size() || text[end] != '}') {
        diagnostics.error(specimen::gen::Kind::expression_syntax, located.at(end, end + 1),
                          "expected `}}` after the expression");
        return std::nullopt;
      }
      result.expressions_.push_back(std::move(*expression));
      result.literals_.push_back(std::move(literal));
      literal.clear();
      i = end + 1;
    } else {
      literal += c;
      ++i;
    }
  }
  if (result.expressions_.empty()) {
    result.constant_ = Value(std::move(literal)).at(string.span);
    return result;
  }
  result.literals_.push_back(std::move(literal));
  result.kind_ = Kind::interpolation;
  return result;
}

std::optional<Value> Template::evaluate(const Scope& scope, Diagnostics& diagnostics) const {
  switch (kind_) {
    case Kind::constant:
      return constant_;
    case Kind::expression:
      return expressions_[0].evaluate(scope, diagnostics);
    case Kind::interpolation: {
      std::string text = literals_[0];
      for (std::size_t i = 0; i < expressions_.size(); ++i) {
        std::optional<Value> value = expressions_[i].evaluate(scope, diagnostics);
        if (!value) return std::nullopt;
        std::optional<std::string> part = name_text(*value, expressions_[i].span(), diagnostics);
        if (!part) return std::nullopt;
        text += *part + literals_[i + 1];
        if (text.size() > ExpressionLimits().elements) {
          diagnostics.error(specimen::gen::Kind::expression_too_large, span_, "the name is longer than {} bytes",
                            ExpressionLimits().elements);
          return std::nullopt;
        }
      }
      return Value(std::move(text)).at(span_);
    }
    case Kind::list: {
      Value::List items;
      for (const Template& part : items_) {
        std::optional<Value> value = part.evaluate(scope, diagnostics);
        if (!value) return std::nullopt;
        items.push_back(std::move(*value));
      }
      return Value(std::move(items)).at(span_);
    }
    case Kind::object: {
      Value::Object entries;
      for (const Member& part : members_) {
        std::optional<Value> value = part.value.evaluate(scope, diagnostics);
        if (!value) return std::nullopt;
        entries.push_back({part.key, std::move(*value), part.key_span});
      }
      return Value(std::move(entries)).at(span_);
    }
  }
  return std::nullopt;
}

}  // namespace specimen::gen
