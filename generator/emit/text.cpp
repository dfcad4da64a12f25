#include "emit/text.h"

#include <fmt/format.h>

#include <cctype>

namespace specimen::gen {

std::string grouped(std::int64_t n) {
  const std::string digits = std::to_string(n);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

namespace {

std::string scaled(double value, const char* const* units, int count) {
  int unit = 0;
  while (value >= 1000 && unit + 1 < count) value /= 1000, ++unit;
  return fmt::format("{:.3g} {}", value, units[unit]);
}

}  // namespace

std::string flops_text(std::int64_t flops) {
  constexpr const char* kUnits[] = {"FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP"};
  return scaled(static_cast<double>(flops), kUnits, 5);
}

std::string bytes_text(std::int64_t bytes) {
  constexpr const char* kUnits[] = {"bytes", "kB", "MB", "GB", "TB"};
  return scaled(static_cast<double>(bytes), kUnits, 5);
}

std::string upper(std::string_view name) {
  std::string text;
  for (char c : name) text += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string cpp_literal(std::string_view text) {
  std::string literal = "\"";
  for (char c : text) {
    const unsigned char u = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      literal += '\\';
      literal += c;
    } else if (c == '?') {
      literal += "\\?";  // no trigraphs
    } else if (u < 0x20 || u >= 0x7f) {
      literal += fmt::format("\\{:03o}", u);
    } else {
      literal += c;
    }
  }
  return literal + "\"";
}

std::string comment_text(std::string_view text) {
  std::string line;
  for (char c : text) {
    const unsigned char u = static_cast<unsigned char>(c);
    line += u < 0x20 || u >= 0x7f ? ' ' : c == '\\' ? '/' : c;
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::string markdown_text(std::string_view text) {
  std::string line;
  for (char c : comment_text(text)) {
    if (std::string_view("`*_[]<>#|~$!").find(c) != std::string_view::npos) line += '\\';
    line += c;
  }
  return line;
}

}  // namespace specimen::gen
