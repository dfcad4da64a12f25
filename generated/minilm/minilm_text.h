// minilm: from texts to tokens, what the model reads. In the library minilm_text, which links utf8proc.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: 92d6764b5ca6e580
#ifndef SPECIMEN_V2_MINILM_TEXT_H
#define SPECIMEN_V2_MINILM_TEXT_H

#include <memory>
#include <string_view>
#include <vector>

#include "minilm.h"

namespace specimen_v2 {
class WordPiece;
}

namespace minilm {

// The inputs of forward(), (batch, sequence) each: a row for each text, as long as the longest.
struct Tokens {
  std::int64_t batch = 0, sequence = 0;
  std::vector<std::int32_t> token_ids;
  std::vector<std::int32_t> segment_ids;
  std::vector<std::int32_t> padding_mask;
};

// The tokenizer that belongs to the weights. Once it is open, any number of threads may share it.
class MINILM_API Tokenizer {
 public:
  Tokenizer();
  ~Tokenizer();
  Tokenizer(Tokenizer&& other) noexcept;
  Tokenizer& operator=(Tokenizer&& other) noexcept;

  // A directory as Hugging Face saves it, or its tokenizer.json or vocab.txt. `lowercase` holds where no file says
  // whether capitals count. Errors: not_found, io_error, data_error (damaged, or of another model), unsupported.
  Status open(const char* path, bool lowercase = true);

  // `count` texts, or pairs of them. What is longer than the model reads, or than the tokenizer's files say, is cut.
  Status tokenize(const std::string_view* texts, std::size_t count, Tokens* tokens) const;
  Status tokenize_pairs(const std::string_view* first, const std::string_view* second, std::size_t count,
                        Tokens* tokens) const;

 private:
  std::unique_ptr<specimen_v2::WordPiece> words_;
};

}  // namespace minilm

#endif  // SPECIMEN_V2_MINILM_TEXT_H
