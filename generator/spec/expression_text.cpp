#include "spec/expression_text.h"

#include <cmath>
#include <cstdlib>

#include "base/text.h"

namespace specimen::gen {

void ExpressionText::skip() {
  while (!at_end() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
}

bool ExpressionText::take(std::string_view mark) {
  skip();
  if (text_.compare(at_, mark.size(), mark) != 0) return false;
  at_ += mark.size();
  return true;
}

bool ExpressionText::see_word(std::string_view word) {
  skip();
  char after = peek(word.size());
  return text_.compare(at_, word.size(), word) == 0 && !letter(after) && !digit(after);
}

bool ExpressionText::take_word(std::string_view word) {
  if (!see_word(word)) return false;
  at_ += word.size();
  return true;
}

std::string ExpressionText::take_identifier() {
  std::size_t begin = at_;
  if (letter(peek()))
    while (letter(peek()) || digit(peek())) ++at_;
  return text_.substr(begin, at_ - begin);
}

void ExpressionText::report_here(const std::string& message) {
  skip();
  // A whole word or number at the place is easier to see than its first character.
  std::size_t end = at_;
  while (end < text_.size() && (letter(text_[end]) || digit(text_[end]))) ++end;
  if (end == at_ && !at_end()) {
    ++end;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;
  }
  diagnostics_.error(Kind::expression_syntax, source_.at(at_, end), "{}{}", message,
                     at_end() ? ", found the end of the text" : "");
}

std::optional<Value> ExpressionText::number() {
  std::size_t begin = at_;
  auto digits = [this] {
    while (digit(peek())) ++at_;
  };
  digits();
  bool real = false;
  if (peek() == '.' && !letter(peek(1))) real = true, ++at_, digits();
  std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
  if ((peek() == 'e' || peek() == 'E') && digit(peek(sign))) real = true, at_ += sign, digits();
  if (letter(peek())) {
    report_here("expected an operator after the number");
    return std::nullopt;
  }
  std::string text = text_.substr(begin, at_ - begin);
  std::int64_t value = 0;
  bool fits = true;
  if (real) {
    double result = std::strtod(text.c_str(), nullptr);
    if (std::isfinite(result)) return Value(result);
    fits = false;
  }
  for (char c : text)
    fits = fits && !__builtin_mul_overflow(value, std::int64_t{10}, &value) &&
           !__builtin_add_overflow(value, c - '0', &value);
  if (fits) return Value(value);
  diagnostics_.error(Kind::expression_overflow, source_.at(begin, at_), "the number `{}` does not fit into {}",
                     printable(text, 40), real ? "a double" : "64 bits");
  return std::nullopt;
}

std::optional<Value> ExpressionText::string() {
  std::size_t begin = at_;
  char quote = text_[at_++];
  std::string value;
  while (!at_end() && text_[at_] != quote) {
    char c = text_[at_++];
    if (c == '\\') {
      char escaped = peek();
      if (escaped != '\\' && escaped != '\'' && escaped != '"' && escaped != 'n' && escaped != 't') {
        --at_;
        report_here("an escape is one of \\\\ \\' \\\" \\n \\t");
        return std::nullopt;
      }
      ++at_;
      c = escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
    }
    value += c;
  }
  if (at_end()) {
    at_ = begin;
    report_here("the string has no closing quote");
    return std::nullopt;
  }
  ++at_;
  return Value(std::move(value));
}

}  // namespace specimen::gen
