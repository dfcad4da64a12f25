// Reading UTF-8 that may be broken.
#ifndef SPECIMEN_V2_TEXT_UTF8_H
#define SPECIMEN_V2_TEXT_UTF8_H

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace specimen_v2 {

struct Utf8Character {
  std::uint32_t code;  // a Unicode scalar value; U+FFFD for bytes that are none
  std::uint32_t size;  // bytes, 1 to 4
};

constexpr std::uint32_t kReplacementCharacter = 0xFFFD;

// The character at `at` < `end`. Of bytes that are not UTF-8, the longest start of a character counts as one, else one
// byte: the replacements are those of Python's bytes.decode(errors="replace"), and of the Unicode Standard, 3.9.
Utf8Character decode_utf8(const char* at, const char* end);

// Writes `code`, a scalar value, as 1 to 4 bytes; says how many.
std::size_t encode_utf8(std::uint32_t code, char* out);

bool is_utf8(std::string_view text);

// Characters of `text` as decode_utf8 counts them: len(text.decode(errors="replace")) in Python.
std::size_t count_characters(std::string_view text);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TEXT_UTF8_H
