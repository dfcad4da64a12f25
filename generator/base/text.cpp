#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace specimen::gen {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Bytes of the UTF-8 character at `i`; 0 where there is none.
std::size_t character_length(std::string_view text, std::size_t i) {
  auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  unsigned char first = byte(i);
  std::size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  if (length == 0 || i + length > text.size()) return 0;
  for (std::size_t k = 1; k < length; ++k)
    if ((byte(i + k) & 0xC0) != 0x80) return 0;
  // U+0080 .. U+009F are control characters too.
  if (length == 2 && first == 0xC2 && byte(i + 1) < 0xA0) return 0;
  // U+200E, U+200F, U+202A .. U+202E and U+2066 .. U+2069 reorder the text around them.
  if (length == 3 && first == 0xE2) {
    unsigned code = (byte(i + 1) & 0x3Fu) << 6 | (byte(i + 2) & 0x3Fu);
    if (code == 0x0E || code == 0x0F || (code >= 0x28 && code <= 0x2E) || (code >= 0x66 && code <= 0x69)) return 0;
  }
  return length;
}

}  // namespace

std::string printable(std::string_view text, std::size_t limit) {
  std::string head, tail;
  std::vector<std::string> characters;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t length = character_length(text, i);
    if (length == 0 || (length == 1 && (static_cast<unsigned char>(text[i]) < 0x20 || text[i] == 0x7F))) {
      characters.push_back(text[i] == '\n'   ? "\\n"
                           : text[i] == '\t' ? "\\t"
                                             : fmt::format("\\x{:02x}", static_cast<unsigned char>(text[i])));
      ++i;
    } else {
      characters.emplace_back(text.substr(i, length));
      i += length;
    }
    // The middle of hostile megabytes is not kept: only both ends are printed.
    if (characters.size() > 4 * limit + 64 && text.size() - i > 4 * limit + 64) i = text.size() - 2 * limit;
  }
  if (characters.size() <= limit) {
    for (const std::string& c : characters) head += c;
    return head;
  }
  std::size_t keep = limit * 2 / 3;
  for (std::size_t i = 0; i < keep; ++i) head += characters[i];
  for (std::size_t i = characters.size() - (limit - keep); i < characters.size(); ++i) tail += characters[i];
  return head + "..." + tail;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string result;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) result += separator;
    result += parts[i];
  }
  return result;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0;;) {
    std::size_t end = text.find(separator, begin);
    if (end == std::string_view::npos) {
      parts.emplace_back(text.substr(begin));
      return parts;
    }
    parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

std::string_view trim(std::string_view text) {
  auto space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

bool is_identifier(std::string_view text) {
  if (text.empty() || is_digit(text[0])) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_lower(c) || is_upper(c) || is_digit(c) || c == '_'; });
}

bool is_lower_name(std::string_view text) {
  if (text.empty() || !is_lower(text[0])) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

bool is_upper_camel(std::string_view text) {
  if (text.empty() || !is_upper(text[0])) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_upper(c) || is_digit(c); });
}

std::string snake_case(std::string_view name) {
  // Keras: first (.)([A-Z][a-z]+) -> \1_\2, then ([a-z])([A-Z]) -> \1_\2, both from left to right without overlap.
  std::string words;
  for (std::size_t i = 0; i < name.size();) {
    if (i + 2 < name.size() && is_upper(name[i + 1]) && is_lower(name[i + 2])) {
      words += name[i];
      words += '_';
      std::size_t end = i + 2;
      while (end < name.size() && is_lower(name[end])) ++end;
      words += name.substr(i + 1, end - i - 1);
      i = end;
    } else {
      words += name[i++];
    }
  }
  std::string result;
  for (std::size_t i = 0; i < words.size(); ++i) {
    result += static_cast<char>(std::tolower(static_cast<unsigned char>(words[i])));
    if (i + 1 < words.size() && is_lower(words[i]) && is_upper(words[i + 1])) result += '_';
  }
  return result;
}

std::string number_text(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

std::string json_string(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    switch (c) {
      case '"':
        result += "\\\"";
        break;
      case '\\':
        result += "\\\\";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\r':
        result += "\\r";
        break;
      case '\t':
        result += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20)
          result += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        else
          result += c;
    }
  }
  return result + "\"";
}

std::string join_path(const std::string& outer, const std::string& inner) {
  return outer.empty() || inner.empty() ? outer + inner : outer + "/" + inner;
}

std::string count_of(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace specimen::gen
