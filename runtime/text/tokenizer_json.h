// tokenizer.json, as Hugging Face's fast tokenizers write it, of the one kind that BERT has.
#ifndef SPECIMEN_V2_TEXT_TOKENIZER_JSON_H
#define SPECIMEN_V2_TEXT_TOKENIZER_JSON_H

#include <vector>

#include "../core/status.h"
#include "added_tokens.h"
#include "json.h"
#include "vocabulary.h"

namespace specimen_v2 {

// The model's vocabulary, how text is cleaned, and the added tokens, which `out` does not have yet. `out` is empty
// before.
Status read_tokens(const Json& tokenizer, const char* file, Vocabulary* out, std::vector<ListedToken>* added);

// What is put around texts and behind them, and how ids become text, of tokens that `out` has by then.
Status read_sequences(const Json& tokenizer, const char* file, Vocabulary* out);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TEXT_TOKENIZER_JSON_H
