#include "utf8.h"

namespace specimen_v2 {

Utf8Character decode_utf8(const char* at, const char* end) {
  const auto byte = [at](std::uint32_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(at[i])); };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xC2 || lead > 0xF4) return {kReplacementCharacter, 1};
  const std::uint32_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  // What the second byte may be: no overlong forms, no surrogates, nothing over U+10FFFF.
  const std::uint32_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const std::uint32_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  std::uint32_t code = lead & (0xFFu >> (size + 1));
  const std::size_t left = static_cast<std::size_t>(end - at);
  for (std::uint32_t i = 1; i < size; ++i) {
    if (i == left) return {kReplacementCharacter, i};
    const std::uint32_t next = byte(i);
    if (next < (i == 1 ? low : 0x80) || next > (i == 1 ? high : 0xBF)) return {kReplacementCharacter, i};
    code = code << 6 | (next & 0x3F);
  }
  return {code, size};
}

std::size_t encode_utf8(std::uint32_t code, char* out) {
  const auto put = [out](int i, std::uint32_t value) { out[i] = static_cast<char>(static_cast<unsigned char>(value)); };
  if (code < 0x80) {
    put(0, code);
    return 1;
  }
  if (code < 0x800) {
    put(0, 0xC0 | code >> 6), put(1, 0x80 | (code & 0x3F));
    return 2;
  }
  if (code < 0x10000) {
    put(0, 0xE0 | code >> 12), put(1, 0x80 | (code >> 6 & 0x3F)), put(2, 0x80 | (code & 0x3F));
    return 3;
  }
  put(0, 0xF0 | code >> 18), put(1, 0x80 | (code >> 12 & 0x3F)), put(2, 0x80 | (code >> 6 & 0x3F));
  put(3, 0x80 | (code & 0x3F));
  return 4;
}

bool is_utf8(std::string_view text) {
  const char* end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    const Utf8Character character = decode_utf8(at, end);
    // U+FFFD itself takes three bytes and starts with EF; no start of another character does both.
    if (character.code == kReplacementCharacter && std::string_view(at, character.size) != "\xEF\xBF\xBD") return false;
    at += character.size;
  }
  return true;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  const char* end = text.data() + text.size();
  for (const char* at = text.data(); at < end; ++count) at += decode_utf8(at, end).size;
  return count;
}

}  // namespace specimen_v2
