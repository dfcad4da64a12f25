// vocab.txt: a token a line, whose number is the token's id.
#ifndef SPECIMEN_V2_TEXT_VOCAB_TXT_H
#define SPECIMEN_V2_TEXT_VOCAB_TXT_H

#include <string_view>

#include "../core/status.h"
#include "vocabulary.h"

namespace specimen_v2 {

// The tokens alone. Whitespace at the end of a line is not part of its token, and the line may be empty. `out` is empty
// before.
Status read_vocab_txt(std::string_view text, const char* file, Vocabulary* out);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TEXT_VOCAB_TXT_H
