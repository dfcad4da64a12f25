// The files of a tokenizer as Hugging Face's libraries save it, and a vocabulary out of them.
#ifndef SPECIMEN_V2_TEXT_TOKENIZER_FILES_H
#define SPECIMEN_V2_TEXT_TOKENIZER_FILES_H

#include <string>
#include <string_view>

#include "../core/mapped_file.h"
#include "../core/status.h"
#include "vocabulary.h"

namespace specimen_v2 {

struct TokenizerFile {
  std::string path;  // for messages; "": there is no such file
  std::string_view text;

  bool exists() const { return !path.empty(); }
};

struct TokenizerFiles {
  TokenizerFile tokenizer_json, vocab_txt;  // the tokens; where both are there, tokenizer.json
  TokenizerFile tokenizer_config;           // the class of the tokenizer, how text is cleaned, names of special tokens
  TokenizerFile special_tokens_map, added_tokens;  // what earlier versions have beside it
  TokenizerFile config;                            // of the model: what it is
  TokenizerFile sentence_bert_config;              // of sentence-transformers: where texts are cut
};

// A directory's files, mapped.
class OpenTokenizerFiles {
 public:
  // `path` is a directory, or its vocab.txt or tokenizer.json, whose place the other one then does not take. A file of
  // another name stands alone. Errors: not_found, io_error, data_error (no tokenizer in that directory).
  Status open(const char* path);
  const TokenizerFiles& files() const { return files_; }

 private:
  // A file that need not be there.
  Status open_file(int index, const std::string& path, TokenizerFile* file);

  static constexpr int kFiles = 7;

  MappedFile maps_[kFiles];
  TokenizerFiles files_;
};

// Text becomes the ids that `AutoTokenizer.from_pretrained` of transformers 5 gives it, with the files' directory.
// `normalizer` holds for what no file says. Errors: data_error; unsupported (parts other than BERT's, named in the
// message; files that contradict each other; too large). The message starts with the path of a file. `out` is undefined
// after an error.
Status read_tokenizer(const TokenizerFiles& files, const BertNormalizer& normalizer, Vocabulary* out);

// The one file of a tokenizer, vocab.txt or tokenizer.json, told apart by its first bytes.
TokenizerFiles single_file(std::string_view text, const char* path);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TEXT_TOKENIZER_FILES_H
