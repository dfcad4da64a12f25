#include "shown_text.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>

namespace specimen_v2::program {
namespace {

constexpr std::uint32_t kNoCharacter = 0xFFFFFFFF;  // no UTF-8

struct Character {
  std::uint32_t code;
  std::size_t size;  // bytes
};

// The character at the beginning of a text that is not empty.
Character first_of(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (lead < 0xC2 || lead > 0xF4 || size > text.size()) return {kNoCharacter, 1};
  std::uint32_t code = lead & (0xFFu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {kNoCharacter, 1};
    code = code << 6 | (byte(i) & 0x3F);
  }
  if (code < kLeast[size] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return {kNoCharacter, 1};
  return {code, size};
}

bool commands_a_terminal(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x200E || code == 0x200F ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

void append_unit(std::uint32_t unit, std::string* out) {
  char text[16];
  std::snprintf(text, sizeof text, "\\u%04x", static_cast<unsigned>(unit));
  *out += text;
}

}  // namespace

std::string terminal_text(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const Character c = first_of(text);
    if (c.code == kNoCharacter || commands_a_terminal(c.code)) {
      shown += '?';
    } else {
      shown += text.substr(0, c.size);
    }
    text.remove_prefix(c.size);
  }
  return shown;
}

std::string json_text(std::string_view text) {
  std::string quoted = "\"";
  while (!text.empty()) {
    const Character c = first_of(text);
    const std::uint32_t code = c.code == kNoCharacter ? 0xFFFD : c.code;
    if (code == '"' || code == '\\') {
      quoted += {'\\', static_cast<char>(code)};
    } else if (code >= 0x20 && code < 0x7F) {
      quoted += static_cast<char>(code);
    } else if (code < 0x10000) {
      append_unit(code, &quoted);
    } else {
      append_unit(0xD800 + ((code - 0x10000) >> 10), &quoted);
      append_unit(0xDC00 + ((code - 0x10000) & 0x3FF), &quoted);
    }
    text.remove_prefix(c.size);
  }
  return quoted + "\"";
}

}  // namespace specimen_v2::program
