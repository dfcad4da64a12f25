// From an expression's text to its nodes.
#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/expression.h"
#include "spec/expression_text.h"

namespace specimen::gen {
namespace {

const std::vector<std::string> kWords = {"and", "else", "false", "if", "in", "not", "null", "or", "true"};

}  // namespace

const std::vector<std::string>& expression_functions() {
  static const std::vector<std::string> functions = {"ceil", "fields", "floor", "int",      "len", "max",
                                                     "min",  "range",  "round", "round_to", "str", "sum"};
  return functions;
}

bool is_expression_word(std::string_view name) {
  const std::vector<std::string>& functions = expression_functions();
  return std::find(kWords.begin(), kWords.end(), name) != kWords.end() ||
         std::find(functions.begin(), functions.end(), name) != functions.end();
}

class ExpressionParser : ExpressionText {
 public:
  using Op = Expression::Op;
  using Node = Expression::Node;
  using Index = std::int32_t;
  static constexpr Index kFailed = -1;

  ExpressionParser(const LocatedText& text, std::size_t begin, Diagnostics& diagnostics)
      : ExpressionText(text, begin, diagnostics), begin_(begin) {}

  std::optional<Expression> parse(std::size_t* end) {
    if (text_.size() - begin_ > limits_.characters) {
      diagnostics_.error(Kind::expression_too_long, source_.span(), "the expression is longer than {} characters",
                         limits_.characters);
      return std::nullopt;
    }
    Index root = conditional();
    if (root == kFailed) return std::nullopt;
    if (end) {
      skip();
      *end = at_;
    } else {
      skip();
      if (at_ < text_.size()) {
        fail_here(text_.substr(at_, 1) == "=" ? "`=` does not compare: write `==`" : "expected an operator or the end");
        return std::nullopt;
      }
    }
    result_.root_ = root;
    result_.span_ = result_.nodes_[static_cast<std::size_t>(root)].span;
    return std::move(result_);
  }

 private:
  Index fail_here(const std::string& message) {
    report_here(message);
    return kFailed;
  }

  // ---- nodes

  Index add(Op op, std::size_t begin, std::vector<Index> parts = {}, std::string text = "") {
    int depth = 0;
    for (Index part : parts)
      if (part >= 0) depth = std::max(depth, depths_[static_cast<std::size_t>(part)]);
    if (depth + 1 > kTallest) return too_deep(begin);
    Node node;
    node.op = op;
    node.span = source_.at(begin, at_);
    node.parts = std::move(parts);
    node.text = std::move(text);
    result_.nodes_.push_back(std::move(node));
    depths_.push_back(depth + 1);
    return static_cast<Index>(result_.nodes_.size() - 1);
  }
  Node& node(Index index) { return result_.nodes_[static_cast<std::size_t>(index)]; }
  Index literal(std::optional<Value> value, std::size_t begin) {
    Index index = value ? add(Op::literal, begin) : kFailed;
    if (index == kFailed) return kFailed;
    value->span = node(index).span;
    node(index).value = std::move(*value);
    return index;
  }
  Index too_deep(std::size_t begin) {
    diagnostics_.error(Kind::expression_too_deep, source_.at(begin, at_), "the expression is nested too deeply")
        .note("name a part of it with `let`");
    return kFailed;
  }

  struct Nested {
    explicit Nested(ExpressionParser& p) : parser(p) { ++parser.depth_; }
    ~Nested() { --parser.depth_; }
    ExpressionParser& parser;
  };

  // ---- grammar, from weak to strong

  Index conditional() {
    Nested nested(*this);
    skip();
    std::size_t begin = at_;
    if (depth_ > limits_.depth) return too_deep(begin);
    Index value = either();
    if (value == kFailed || !take_word("if")) return value;
    Index condition = either();
    if (condition == kFailed) return kFailed;
    if (!take_word("else")) return fail_here("expected `else`: a condition reads `a if c else b`");
    Index other = conditional();
    return other == kFailed ? kFailed : add(Op::conditional, begin, {condition, value, other});
  }

  template <class Operand>
  Index chain(const char* word, Op op, Operand operand) {
    skip();
    std::size_t begin = at_;
    Index first = operand();
    if (first == kFailed || !see_word(word)) return first;
    std::vector<Index> parts = {first};
    while (take_word(word)) {
      Index next = operand();
      if (next == kFailed) return kFailed;
      parts.push_back(next);
    }
    return add(op, begin, std::move(parts));
  }
  Index either() {
    return chain("or", Op::logical_or, [this] { return both(); });
  }
  Index both() {
    return chain("and", Op::logical_and, [this] { return negation(); });
  }

  Index negation() {
    Nested nested(*this);
    skip();
    std::size_t begin = at_;
    if (depth_ > limits_.depth) return too_deep(begin);
    if (!take_word("not")) return comparison();
    Index operand = negation();
    return operand == kFailed ? kFailed : add(Op::logical_not, begin, {operand});
  }

  std::string comparison_operator() {
    for (const char* mark : {"==", "!=", "<=", ">=", "<", ">"})
      if (take(mark)) return mark;
    if (take_word("in")) return "in";
    std::size_t before = at_;
    if (take_word("not")) {
      if (take_word("in")) return "not in";
      at_ = before;
    }
    return "";
  }

  Index comparison() {
    skip();
    std::size_t begin = at_;
    Index first = sum();
    if (first == kFailed) return kFailed;
    std::vector<Index> parts = {first};
    std::vector<std::string> operators;
    for (std::string op = comparison_operator(); !op.empty(); op = comparison_operator()) {
      Index next = sum();
      if (next == kFailed) return kFailed;
      operators.push_back(op);
      parts.push_back(next);
    }
    if (operators.empty()) return first;
    Index index = add(Op::compare, begin, std::move(parts));
    if (index != kFailed) node(index).texts = std::move(operators);
    return index;
  }

  Index sum() {
    skip();
    std::size_t begin = at_;
    Index left = product();
    while (left != kFailed) {
      std::string op = take("+") ? "+" : take("-") ? "-" : "";
      if (op.empty()) break;
      Index right = product();
      left = right == kFailed ? kFailed : add(Op::binary, begin, {left, right}, op);
    }
    return left;
  }

  Index product() {
    skip();
    std::size_t begin = at_;
    Index left = unary();
    while (left != kFailed) {
      skip();
      if (text_.compare(at_, 2, "**") == 0) return fail_here("there is no power operator");
      std::string op = take("*") ? "*" : take("//") ? "//" : take("/") ? "/" : take("%") ? "%" : "";
      if (op.empty()) break;
      Index right = unary();
      left = right == kFailed ? kFailed : add(Op::binary, begin, {left, right}, op);
    }
    return left;
  }

  Index unary() {
    Nested nested(*this);
    skip();
    std::size_t begin = at_;
    if (depth_ > limits_.depth) return too_deep(begin);
    if (!take("-")) return postfix();
    Index operand = unary();
    return operand == kFailed ? kFailed : add(Op::negate, begin, {operand});
  }

  Index postfix() {
    skip();
    std::size_t begin = at_;
    Index value = primary();
    while (value != kFailed) {
      if (take("[")) {
        value = subscript(value, begin);
      } else if (take(".")) {
        skip();
        std::string name = take_identifier();
        if (name.empty()) return fail_here("expected a name after `.`");
        if (take("(")) {
          std::vector<Index> parts = {value};
          if (!list_until(")", parts)) return kFailed;
          value = add(Op::method, begin, std::move(parts), name);
        } else {
          value = add(Op::member, begin, {value}, name);
        }
      } else {
        break;
      }
    }
    return value;
  }

  Index subscript(Index value, std::size_t begin) {
    std::vector<Index> bounds;
    bool slice = false;
    for (int i = 0; i < 3; ++i) {
      skip();
      Index bound = -1;
      if (peek() != ':' && peek() != ']') {
        bound = conditional();
        if (bound == kFailed) return kFailed;
      }
      bounds.push_back(bound);
      if (!take(":")) break;
      slice = true;
    }
    if (!slice && bounds[0] < 0) return fail_here("expected an index before `]`");
    if (!take("]")) return fail_here("expected `]`");
    if (!slice) return add(Op::index, begin, {value, bounds[0]});
    bounds.resize(3, -1);
    bounds.insert(bounds.begin(), value);
    return add(Op::slice, begin, std::move(bounds));
  }

  // Expressions between commas up to `close`; a comma before it is allowed.
  bool list_until(std::string_view close, std::vector<Index>& parts) {
    while (!take(close)) {
      Index part = conditional();
      if (part == kFailed) return false;
      parts.push_back(part);
      if (take(close)) return true;
      if (!take(",")) {
        fail_here("expected `,` or `" + std::string(close) + "`");
        return false;
      }
    }
    return true;
  }

  Index primary() {
    skip();
    std::size_t begin = at_;
    char c = peek();
    if (digit(c) || (c == '.' && digit(peek(1)))) return literal(number(), begin);
    if (c == '\'' || c == '"') return literal(string(), begin);
    if (take("(")) {
      Index inner = conditional();
      if (inner == kFailed) return kFailed;
      return take(")") ? inner : fail_here("expected `)`");
    }
    if (take("[")) {
      std::vector<Index> parts;
      return list_until("]", parts) ? add(Op::list, begin, std::move(parts)) : kFailed;
    }
    if (take("{")) return object(begin);
    if (!letter(c)) return fail_here("expected a value");

    std::string name = take_identifier();
    if (name == "true" || name == "false") return literal(Value(name == "true"), begin);
    if (name == "null") return literal(Value(), begin);
    if (std::find(kWords.begin(), kWords.end(), name) != kWords.end()) {
      at_ = begin;
      return fail_here("expected a value, found `" + name + "`");
    }
    std::size_t after = at_;
    if (!take("(")) {
      at_ = after;
      return add(Op::name, begin, {}, name);
    }
    const std::vector<std::string>& functions = expression_functions();
    if (std::find(functions.begin(), functions.end(), name) == functions.end()) {
      diagnostics_
          .error(Kind::expression_unknown_function, source_.at(begin, after), "there is no function `{}`",
                 printable(name))
          .suggest(nearest(name, functions));
      return kFailed;
    }
    std::vector<Index> parts;
    return list_until(")", parts) ? add(Op::call, begin, std::move(parts), name) : kFailed;
  }

  Index object(std::size_t begin) {
    std::vector<Index> parts;
    std::vector<std::string> keys;
    while (!take("}")) {
      skip();
      if (peek() != '\'' && peek() != '"') return fail_here("expected a key in quotes");
      std::size_t key_begin = at_;
      Index key = literal(string(), key_begin);
      if (key == kFailed) return kFailed;
      keys.push_back(node(key).value.text());
      if (std::count(keys.begin(), keys.end(), keys.back()) > 1) {
        diagnostics_.error(Kind::json_duplicate_key, node(key).span, "the key `{}` appears twice in this object",
                           printable(keys.back()));
        return kFailed;
      }
      if (!take(":")) return fail_here("expected `:` after the key");
      Index value = conditional();
      if (value == kFailed) return kFailed;
      parts.push_back(value);
      if (take("}")) break;
      if (!take(",")) return fail_here("expected `,` or `}`");
    }
    Index index = add(Op::object, begin, std::move(parts));
    if (index != kFailed) node(index).texts = std::move(keys);
    return index;
  }

  // Of the tree: a sum of many terms is a tall tree without being nested.
  static constexpr int kTallest = 400;

  const ExpressionLimits limits_;
  std::size_t begin_;
  int depth_ = 0;
  std::vector<int> depths_;
  Expression result_;
};

std::optional<Expression> Expression::parse(const LocatedText& text, Diagnostics& diagnostics, std::size_t begin) {
  return ExpressionParser(text, begin, diagnostics).parse(nullptr);
}

std::optional<Expression> Expression::parse_prefix(const LocatedText& text, std::size_t begin, std::size_t* end,
                                                   Diagnostics& diagnostics) {
  return ExpressionParser(text, begin, diagnostics).parse(end);
}

}  // namespace specimen::gen
