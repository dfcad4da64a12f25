// Unicode as BERT's tokenizer sees it.
#ifndef SPECIMEN_V2_TEXT_CHARACTERS_H
#define SPECIMEN_V2_TEXT_CHARACTERS_H

#include <cstdint>

#include "utf8.h"

namespace specimen_v2 {

// What a character is before a word is cut. Categories are those of Unicode 15 (utf8proc).
bool is_control(std::uint32_t code);          // Cc, Cf, Co: dropped by clean_text, but for tab and line ends
bool is_whitespace(std::uint32_t code);       // the property White_Space: between words
bool is_punctuation(std::uint32_t code);      // P*, and the ASCII symbols: a word of its own
bool is_word(std::uint32_t code);             // letters, marks, digits, connectors: \w of regular expressions
bool is_nonspacing_mark(std::uint32_t code);  // Mn: an accent

// A Chinese character as handle_chinese_chars means it. The ranges are those of Hugging Face's tokenizers, which leave
// out the first 256 of CJK extension E, U+2B820 to U+2B91F, unlike the original.
bool is_chinese(std::uint32_t code);

// 0 for a starter; marks in a row are sorted by this class.
int combining_class(std::uint32_t code);

// The full canonical decomposition, at most 4 characters; how many.
constexpr int kMaxDecomposed = 4;
int decompose(std::uint32_t code, std::uint32_t out[kMaxDecomposed]);

// The lower case, one character or, of U+0130, two; how many.
int lowercase(std::uint32_t code, std::uint32_t out[2]);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TEXT_CHARACTERS_H
