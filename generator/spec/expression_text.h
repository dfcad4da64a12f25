// The characters of an expression: blanks, marks, words, numbers and quoted strings. The parser's lower half.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "spec/json.h"
#include "spec/value.h"

namespace specimen::gen {

class ExpressionText {
 public:
  ExpressionText(const LocatedText& text, std::size_t begin, Diagnostics& diagnostics)
      : source_(text), text_(text.text()), at_(begin), diagnostics_(diagnostics) {}

 protected:
  static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
  static bool digit(char c) { return c >= '0' && c <= '9'; }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool at_end() const { return at_ >= text_.size(); }

  void skip();  // blanks
  bool take(std::string_view mark);
  // A whole word: `in`, not the beginning of `index`.
  bool see_word(std::string_view word);
  bool take_word(std::string_view word);
  std::string take_identifier();  // "" where none begins

  // At a digit or quote. No value after a diagnostic.
  std::optional<Value> number();
  std::optional<Value> string();

  // Reports expression_syntax at the word or character that comes next.
  void report_here(const std::string& message);

  const LocatedText& source_;
  const std::string& text_;
  std::size_t at_;
  Diagnostics& diagnostics_;
};

}  // namespace specimen::gen
