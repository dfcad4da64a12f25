// What the small files beside a vocabulary say of a tokenizer: tokenizer_config.json, special_tokens_map.json,
// added_tokens.json, config.json, sentence_bert_config.json.
#ifndef SPECIMEN_V2_TEXT_TOKENIZER_CONFIG_H
#define SPECIMEN_V2_TEXT_TOKENIZER_CONFIG_H

#include <string>
#include <vector>

#include "../core/status.h"
#include "added_tokens.h"
#include "tokenizer_files.h"
#include "vocabulary.h"

namespace specimen_v2 {

struct TokenizerSettings {
  // BertTokenizer and what transformers makes one of. It takes the tokens from tokenizer.json and nothing else: how
  // text is cleaned and what is put around it are its own. Otherwise tokenizer.json says all that.
  bool is_bert = false;
  BertNormalizer normalizer;      // of a BertTokenizer
  bool says_lowercase = false;    // a file does
  std::string unknown, cls, sep;  // the tokens' texts
  std::string padding;            // "": none
  bool says_cls = false, says_sep = false;
  std::vector<ListedToken> added;  // after those of tokenizer.json
  int max_length = 0;              // tokens; 0: no file says so
};

// `json_added`: the added tokens of tokenizer.json. `normalizer` holds for what no file says. Errors: data_error;
// unsupported (another class of tokenizer, a setting that is not read).
Status read_settings(const TokenizerFiles& files, const std::vector<ListedToken>& json_added,
                     const BertNormalizer& normalizer, TokenizerSettings* out);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TEXT_TOKENIZER_CONFIG_H
