// What a WordPiece tokenizer's files say: the tokens, how text is cleaned before, what is put around it after.
#ifndef SPECIMEN_V2_TEXT_VOCABULARY_H
#define SPECIMEN_V2_TEXT_VOCABULARY_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "../core/status.h"
#include "double_array.h"

namespace specimen_v2 {

// How text is cleaned before it is cut. The names are those of tokenizer.json; tokenizer_config.json calls them
// do_lower_case, strip_accents and tokenize_chinese_chars.
struct BertNormalizer {
  enum class StripAccents : unsigned char { as_lowercase, no, yes };

  bool clean_text = true;            // drops controls, U+0000 and U+FFFD
  bool handle_chinese_chars = true;  // each is a word
  bool lowercase = true;             // false for the cased models
  StripAccents strip_accents = StripAccents::as_lowercase;

  bool strips_accents() const {
    return strip_accents == StripAccents::as_lowercase ? lowercase : strip_accents == StripAccents::yes;
  }
};

// A token that is found in the text as a whole, such as [MASK].
struct AddedToken {
  std::int32_t id = -1;
  bool normalized = false;   // found in the cleaned text, as the cleaned token; else in the text as it is
  bool special = false;      // left out by decode()
  bool single_word = false;  // only where no letter, digit or underscore touches it
  bool lstrip = false;       // takes the whitespace before it along
  bool rstrip = false;       // and after it
};

// A part of the sequence that a model reads: a text, or a token around it.
struct TemplatePiece {
  enum class Kind : unsigned char { token, first, second };

  Kind kind = Kind::token;
  std::int32_t id = -1;  // of a token
  std::int32_t segment = 0;
};
using Template = std::vector<TemplatePiece>;

// The sequences of one text and of two.
struct SequenceTemplates {
  Template single, pair;

  SequenceTemplates();  // A and A B, in segments 0 and 1
  // [CLS] A [SEP] and [CLS] A [SEP] B [SEP].
  static SequenceTemplates bert(std::int32_t cls, std::int32_t sep);
};

// The tokens by id. Texts are one after the other; an id that the file leaves out has the empty text.
class TokenTexts {
 public:
  std::size_t size() const { return ends_.size(); }  // one more than the largest id
  std::string_view operator[](std::size_t id) const {
    const std::size_t begin = id == 0 ? 0 : ends_[id - 1];
    return std::string_view(bytes_).substr(begin, ends_[id] - begin);
  }
  void reserve(std::size_t tokens, std::size_t bytes) { ends_.reserve(tokens), bytes_.reserve(bytes); }
  void add(std::string_view text) {
    bytes_.append(text);
    ends_.push_back(bytes_.size());
  }

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

struct Vocabulary {
  static constexpr std::size_t kMaxFile = std::size_t{64} << 20;  // bytes
  static constexpr std::int32_t kMaxTokens = 1 << 20;             // ids are below
  static constexpr std::int32_t kMaxCharactersPerWord = 1000;

  BertNormalizer normalizer;
  TokenTexts tokens;
  std::size_t own_size = 0;           // one more than the largest id without the added tokens
  std::size_t own_count = 0;          // how many different tokens that are
  DoubleArray trie;                   // of all tokens but the added ones that the model's vocabulary lacks
  std::string prefix = "##";          // of tokens that go on with a word
  int max_characters_per_word = 100;  // a longer word is unknown
  std::int32_t unknown = -1;          // "[UNK]"
  std::int32_t padding = -1;          // "[PAD]"; -1: there is none
  std::vector<AddedToken> added;      // by their texts
  DoubleArray added_trie;             // the index in `added` of those that are not `normalized`
  DoubleArray cleaned_trie;           // and of those that are, by their cleaned text
  bool has_cleaned_tokens = false;
  SequenceTemplates with_special_tokens, without_special_tokens;
  bool clean_up = true;  // decode() takes the spaces before punctuation away
  int max_length = 0;    // tokens, at which texts of the model are cut; 0: no file says so
  // No file says whether capitals count, and the tokens look as if they did: one that has capitals.
  std::string capital_token;

  // The id of a token, added ones included, or -1.
  std::int32_t find_token(const Vocabulary& vocabulary, std::string_view text);
  // What the bytes of a text are at a first look.
  unsigned char fold[256] = {};  // of ASCII that is part of words: the byte in them. 0: look closer
  bool starts_added[256] = {};   // an added token may start with it
};

// Of equal tokens the last counts, as for every reader of vocab.txt. Fills `trie` and `own_size`.
Status index_tokens(const char* file, Vocabulary* vocabulary);
// The id of a token, added ones included, or -1.
std::int32_t find_token(const Vocabulary& vocabulary, std::string_view text);
// What the bytes of a text are at a first look, when all else is known.
void index_bytes(Vocabulary* vocabulary);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TEXT_VOCABULARY_H
