// Text into the ids that BERT reads, and ids back into text.
//
// Ids equal those of Hugging Face's fast tokenizers (BertTokenizerFast), for characters whose properties did not change
// between the Unicode versions that either side knows: tests/text/data/excluded.txt lists the others.
#ifndef SPECIMEN_V2_TEXT_WORDPIECE_H
#define SPECIMEN_V2_TEXT_WORDPIECE_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "../core/status.h"
#include "tokenizer_files.h"
#include "truncate.h"
#include "vocabulary.h"

namespace specimen_v2 {

struct EncodeOptions {
  int max_length = 0;  // tokens of a sequence, those put around the texts included; 0: no limit
  Truncation truncation = Truncation::longest_first;
  bool pad_to_max_length = false;  // else to the longest sequence of the batch
  bool add_special_tokens = true;  // [CLS] and [SEP], as the vocabulary's file says
};

// Where a token comes from: bytes `begin` to `end` of a text. Dropped characters between its own are inside.
struct TokenSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::int32_t text = -1;  // 0: the first, 1: the second of a pair; -1: none, of [CLS], [SEP] and padding
};

// Sequences of one length, row-major (batch, length). An Encoding that is used again keeps its memory.
struct Encoding {
  std::size_t batch = 0;
  std::size_t length = 0;              // tokens in a row, padding included
  std::vector<std::int32_t> ids;       // padding: [PAD]
  std::vector<std::int32_t> segments;  // 0: of the first text, 1: of the second; padding: 0
  std::vector<std::int32_t> mask;      // 1: a token, 0: padding
  std::vector<TokenSpan> spans;
};

// A vocabulary with everything that encoding needs. Once opened it is read only: any number of threads may share it.
class WordPiece {
 public:
  // A longer text is refused: it would take gigabytes as tokens.
  static constexpr std::size_t kMaxText = std::size_t{64} << 20;  // bytes

  // Reads a directory as Hugging Face's libraries save a tokenizer, or its vocab.txt or tokenizer.json with the small
  // files beside it; a file of another name by itself. `normalizer` holds for what no file says. What tokenizer.json
  // says of truncation and padding is left to EncodeOptions. Errors: not_found, io_error; data_error (damaged, [UNK]
  // missing, an id twice); unsupported (another kind of tokenizer, over 64 MiB or a million tokens). The message starts
  // with the path of a file.
  Status open(const char* path, const BertNormalizer& normalizer = {});
  // One file from bytes, which are read here and not kept. `name` stands in messages.
  Status open_memory(const void* data, std::size_t size, const char* name, const BertNormalizer& normalizer = {});
  Status open_files(const TokenizerFiles& files, const BertNormalizer& normalizer = {});

  // One text, or a pair, as a batch of one. Bytes that are not UTF-8 count as U+FFFD, as in Python's
  // decode(errors="replace"), and clean_text drops that. On an error `out` is undefined.
  // Errors: invalid_argument (nothing open; max_length below the number of tokens put around the texts; a text over
  // kMaxText; only_first or only_second where that text is too short, or not there; padding without a [PAD]).
  Status encode(std::string_view text, const EncodeOptions& options, Encoding* out) const;
  Status encode_pair(std::string_view first, std::string_view second, const EncodeOptions& options,
                     Encoding* out) const;
  // `batch` texts, or pairs where `second` is not null.
  Status encode_batch(const std::string_view* first, const std::string_view* second, std::size_t batch,
                      const EncodeOptions& options, Encoding* out) const;

  // Tokens with a space between words; the spaces before . ? ! , and in n't 's and the like are taken away where the
  // file's decoder says clean-up, as it does by default. Special tokens, [CLS] and [PAD] among them, are left out
  // where `skip_special`. Errors: invalid_argument (an id that is no token's).
  Status decode(const std::int32_t* ids, std::size_t count, bool skip_special, std::string* text) const;

  const Vocabulary& vocabulary() const { return vocabulary_; }
  std::size_t size() const { return vocabulary_.tokens.size(); }  // one more than the largest id
  // Tokens of a sequence at which the model's texts are cut; 0: no file says so.
  int max_length() const { return vocabulary_.max_length; }
  // The text of a token; empty where there is no such id.
  std::string_view token(std::int32_t id) const;
  // The id of a token, added ones included, or -1.
  std::int32_t find(std::string_view token) const;

 private:
  Vocabulary vocabulary_;
};

// Turns spans of bytes into spans of characters, as Python counts them. `spans` are those of one row, or several of the
// same texts; `second` may be empty.
void count_in_characters(std::string_view first, std::string_view second, TokenSpan* spans, std::size_t count);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TEXT_WORDPIECE_H
