// Reads a dimension: sum of products of numbers, symbols and parentheses.
#include <cctype>

#include "base/dim.h"

namespace specimen::gen {
namespace {

constexpr int kDeepestText = 64;
constexpr std::size_t kLongest = 1024;

class DimParser {
 public:
  DimParser(std::string_view text, Dim::Failure* failure) : text_(text), failure_(failure) {}

  std::optional<Dim> parse() {
    if (text_.size() > kLongest) return fail("the dimension is longer than 1024 characters");
    std::optional<Dim> result = sum(0);
    if (!result) return std::nullopt;
    skip();
    if (at_ < text_.size()) {
      return fail(text_[at_] == '/' ? "a dimension divides with `//`" : "expected an operator or the end");
    }
    if (!result->valid()) return fail("the dimension does not fit into 64 bits, or divides by zero");
    return result;
  }

 private:
  std::optional<Dim> fail(std::string message) {
    if (failure_ && failure_->message.empty()) *failure_ = {std::move(message), at_};
    return std::nullopt;
  }
  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  bool take(std::string_view word) {
    skip();
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  std::optional<Dim> sum(int depth) {
    std::optional<Dim> left = product(depth);
    while (left) {
      bool plus = take("+");
      if (!plus && !take("-")) break;
      std::optional<Dim> right = product(depth);
      if (!right) return std::nullopt;
      left = plus ? *left + *right : *left - *right;
    }
    return left;
  }

  std::optional<Dim> product(int depth) {
    std::optional<Dim> left = unary(depth);
    while (left) {
      char op = take("*") ? '*' : take("//") ? '/' : take("%") ? '%' : ' ';
      if (op == ' ') break;
      std::optional<Dim> right = unary(depth);
      if (!right) return std::nullopt;
      left = op == '*' ? *left * *right : op == '/' ? Dim::floor_divide(*left, *right) : Dim::modulo(*left, *right);
    }
    return left;
  }

  std::optional<Dim> unary(int depth) {
    if (depth > kDeepestText) return fail("the dimension is nested too deeply");
    if (take("-")) {
      std::optional<Dim> value = unary(depth + 1);
      return value ? std::optional<Dim>(-*value) : value;
    }
    if (take("(")) {
      std::optional<Dim> value = sum(depth + 1);
      if (value && !take(")")) return fail("expected `)`");
      return value;
    }
    skip();
    std::size_t begin = at_;
    auto letter = [&](std::size_t i) {
      return i < text_.size() && (std::isalpha(static_cast<unsigned char>(text_[i])) || text_[i] == '_');
    };
    auto digit = [&](std::size_t i) { return i < text_.size() && text_[i] >= '0' && text_[i] <= '9'; };
    if (letter(at_)) {
      while (letter(at_) || digit(at_)) ++at_;
      return Dim::symbol(std::string(text_.substr(begin, at_ - begin)));
    }
    if (!digit(at_)) return fail("expected a number, a symbol or `(`");
    std::int64_t value = 0;
    for (; digit(at_); ++at_)
      if (__builtin_mul_overflow(value, std::int64_t{10}, &value) ||
          __builtin_add_overflow(value, text_[at_] - '0', &value))
        return fail("the number does not fit into 64 bits");
    if (letter(at_)) return fail("expected an operator after the number");
    return Dim(value);
  }

  std::string_view text_;
  Dim::Failure* failure_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<Dim> Dim::parse(std::string_view text, Failure* failure) {
  if (failure) *failure = {};
  return DimParser(text, failure).parse();
}

}  // namespace specimen::gen
