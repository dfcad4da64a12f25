// From text to tokens: cleaned, split into words, words cut into pieces.
#ifndef SPECIMEN_V2_TEXT_PIECES_H
#define SPECIMEN_V2_TEXT_PIECES_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "vocabulary.h"

namespace specimen_v2 {

struct Token {
  std::int32_t id;
  std::uint32_t begin, end;  // bytes of the text
};

// Appends the tokens of `text`, of at most 4 GiB. Stops after the word with which `tokens` hold `limit` or more.
void append_tokens(const Vocabulary& vocabulary, std::string_view text, std::size_t limit, std::vector<Token>* tokens);

// `text` as the vocabulary's normalizer leaves it, in UTF-8.
std::string cleaned(const Vocabulary& vocabulary, std::string_view text);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TEXT_PIECES_H
