#include "characters.h"

#include <utf8proc.h>

namespace specimen_v2 {
namespace {

const utf8proc_property_t& property(std::uint32_t code) {
  return *utf8proc_get_property(static_cast<utf8proc_int32_t>(code));
}

// The index of a property that a character lacks.
constexpr utf8proc_uint16_t kNoSequence = UINT16_MAX;

}  // namespace

bool is_control(std::uint32_t code) {
  if (code == '\t' || code == '\n' || code == '\r') return false;
  switch (property(code).category) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CO:
      return true;
    default:
      return false;
  }
}

bool is_whitespace(std::uint32_t code) {
  if (code < 0x80) return code == ' ' || (code >= '\t' && code <= '\r');
  if (code == 0x85) return true;
  switch (property(code).category) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return true;
    default:
      return false;
  }
}

bool is_punctuation(std::uint32_t code) {
  if (code < 0x80) {
    return (code >= '!' && code <= '/') || (code >= ':' && code <= '@') || (code >= '[' && code <= '`') ||
           (code >= '{' && code <= '~');
  }
  const utf8proc_propval_t category = property(code).category;
  return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO;
}

bool is_word(std::uint32_t code) {
  switch (property(code).category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_PC:
      return true;
    default:  // joiners, and the letters in circles and squares that Unicode calls alphabetic symbols
      return code == 0x200C || code == 0x200D || (code >= 0x24B6 && code <= 0x24E9) ||
             (code >= 0x1F130 && code <= 0x1F149) || (code >= 0x1F150 && code <= 0x1F169) ||
             (code >= 0x1F170 && code <= 0x1F189);
  }
}

bool is_nonspacing_mark(std::uint32_t code) { return property(code).category == UTF8PROC_CATEGORY_MN; }

bool is_chinese(std::uint32_t code) {
  if (code < 0x3400) return false;
  return (code <= 0x4DBF) || (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0x20000 && code <= 0x2A6DF) || (code >= 0x2A700 && code <= 0x2B81F) ||
         (code >= 0x2B920 && code <= 0x2CEAF) || (code >= 0x2F800 && code <= 0x2FA1F);
}

int combining_class(std::uint32_t code) { return property(code).combining_class; }

int decompose(std::uint32_t code, std::uint32_t out[kMaxDecomposed]) {
  const bool hangul = code >= 0xAC00 && code <= 0xD7A3;
  out[0] = code;
  if (!hangul && property(code).decomp_seqindex == kNoSequence) return 1;
  utf8proc_int32_t codes[kMaxDecomposed];
  const utf8proc_ssize_t count =
      utf8proc_decompose_char(static_cast<utf8proc_int32_t>(code), codes, kMaxDecomposed, UTF8PROC_DECOMPOSE, nullptr);
  if (count < 1 || count > kMaxDecomposed) return 1;
  for (utf8proc_ssize_t i = 0; i < count; ++i) out[i] = static_cast<std::uint32_t>(codes[i]);
  return static_cast<int>(count);
}

int lowercase(std::uint32_t code, std::uint32_t out[2]) {
  if (code == 0x130) {  // the one character whose lower case is two: i and a dot above
    out[0] = 'i', out[1] = 0x307;
    return 2;
  }
  out[0] = property(code).lowercase_seqindex == kNoSequence
               ? code
               : static_cast<std::uint32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(code)));
  return 1;
}

}  // namespace specimen_v2
