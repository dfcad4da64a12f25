// Tokens beside those of a model's vocabulary.
#ifndef SPECIMEN_V2_TEXT_ADDED_TOKENS_H
#define SPECIMEN_V2_TEXT_ADDED_TOKENS_H

#include <string>
#include <vector>

#include "../core/status.h"
#include "vocabulary.h"

namespace specimen_v2 {

// A token as a file has it.
struct ListedToken {
  std::string text;
  AddedToken token;  // its id, or -1 where the file says none
};

// Adds tokens in the order of the list, with the ids that Hugging Face's tokenizers give them, whatever the list says:
// that of the vocabulary, else the next one behind both. Of a token that is listed twice the last entry counts. All of
// the vocabulary is known before, and how it is cleaned. `file` stands in messages. Errors: data_error (another id than
// listed, an id that is taken, a token of which cleaning leaves nothing), unsupported (too many).
Status add_tokens(const std::vector<ListedToken>& list, const char* file, Vocabulary* vocabulary);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TEXT_ADDED_TOKENS_H
