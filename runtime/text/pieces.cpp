#include "pieces.h"

#include <algorithm>

#include "characters.h"
#include "word.h"

namespace specimen_v2 {
namespace {

// A character of the cleaned text, and the bytes of the text that it comes from.
struct CleanCharacter {
  std::uint32_t code;
  int combining_class;
  std::uint32_t begin, end;
};

// Reads in one of two ways. Without added tokens that are found in the cleaned text, characters go into words as they
// are cleaned. With them, the text between two other added tokens is cleaned as a whole first.
class PieceReader {
 public:
  PieceReader(const Vocabulary& vocabulary, std::string_view text, std::vector<Token>* tokens)
      : vocabulary_(vocabulary),
        normalizer_(vocabulary.normalizer),
        strips_accents_(vocabulary.normalizer.strips_accents()),
        continuation_(vocabulary.trie.walk(vocabulary.prefix)),
        continues_(vocabulary.prefix.empty() || continuation_ != DoubleArray::kNone),
        start_(text.data()),
        end_(text.data() + text.size()),
        at_(start_),
        tokens_(*tokens),
        word_(vocabulary.max_characters_per_word) {}

  void read(std::size_t limit);
  // The whole text, cleaned, in UTF-8.
  std::string cleaned_text();

 private:
  struct Match {
    const char *begin, *end;
    std::int32_t id;
  };

  std::uint32_t offset(const char* place) const { return static_cast<std::uint32_t>(place - start_); }

  void read_words(std::size_t limit);
  bool find_added(Match* match);
  bool touches_word(const char* begin, const char* end) const;
  const char* previous(const char* place, std::uint32_t* code) const;
  void character(std::uint32_t code, std::uint32_t begin, std::uint32_t end);
  void cleaned(std::uint32_t code, std::uint32_t begin, std::uint32_t end);
  void put(std::uint32_t code, int combining_class, std::uint32_t begin, std::uint32_t end);
  void put_space(std::uint32_t begin, std::uint32_t end);
  void word_character(const CleanCharacter& character);
  void end_word();

  void read_cleaned(std::size_t limit);
  void clean(const char* begin, const char* end);
  void keep(const CleanCharacter& character);
  void order_marks();
  void read_kept(std::size_t limit);
  bool find_added(std::size_t at, std::size_t free_from, std::size_t* begin, std::size_t* end, std::int32_t* id) const;

  const Vocabulary& vocabulary_;
  const BertNormalizer& normalizer_;
  const bool strips_accents_;
  const DoubleArray::Node continuation_;  // of the trie, after "##"
  const bool continues_;                  // some token goes on with a word
  const char* const start_;
  const char* const end_;
  const char* at_;
  const char* added_end_ = nullptr;  // up to here no added token may start
  std::vector<Token>& tokens_;
  Word word_;
  bool keeps_ = false;                // cleaned characters go to `kept_`, not into words
  std::vector<CleanCharacter> kept_;  // of a part of the text
  std::size_t kept_run_ = 0;          // of them, where the last run of marks starts
};

void PieceReader::read(std::size_t limit) {
  added_end_ = start_;
  vocabulary_.has_cleaned_tokens ? read_cleaned(limit) : read_words(limit);
}

void PieceReader::read_words(std::size_t limit) {
  const unsigned char* fold = vocabulary_.fold;
  while (at_ < end_ && tokens_.size() < limit) {
    // Letters and digits of ASCII, which most text is made of, need one look at a table.
    for (; at_ < end_; ++at_) {
      const unsigned char folded = fold[static_cast<unsigned char>(*at_)];
      if (folded == 0) break;
      word_.append_ascii(static_cast<char>(folded), offset(at_));
    }
    if (at_ == end_) break;
    Match match;
    if (find_added(&match)) {
      end_word();
      tokens_.push_back({match.id, offset(match.begin), offset(match.end)});
      at_ = match.end;
      continue;
    }
    if (*at_ == ' ') {
      end_word();
      ++at_;
      continue;
    }
    const Utf8Character read = decode_utf8(at_, end_);
    character(read.code, offset(at_), offset(at_) + read.size);
    at_ += read.size;
  }
  end_word();
}

// The longest added token that starts at `at_`, with the whitespace that it takes along.
bool PieceReader::find_added(Match* match) {
  if (!vocabulary_.starts_added[static_cast<unsigned char>(*at_)] || at_ < added_end_) return false;
  const char* end = nullptr;
  const AddedToken* token = nullptr;
  DoubleArray::Node node = DoubleArray::kRoot;
  for (const char* place = at_; place < end_; ++place) {
    node = vocabulary_.added_trie.step(node, *place);
    if (node == DoubleArray::kNone) break;
    if (!vocabulary_.added_trie.accepts(node)) continue;
    token = &vocabulary_.added[static_cast<std::size_t>(vocabulary_.added_trie.value(node))];
    end = place + 1;
  }
  if (token == nullptr) return false;
  const char* begin = at_;
  if (token->single_word && touches_word(begin, end)) {
    added_end_ = end;  // its text is text, whatever else it holds
    return false;
  }
  if (token->lstrip) {
    for (std::uint32_t code; begin > added_end_;) {
      const char* before = previous(begin, &code);
      if (!is_whitespace(code)) break;
      begin = before;
    }
  }
  if (token->rstrip) {
    while (end < end_) {
      const Utf8Character next = decode_utf8(end, end_);
      if (!is_whitespace(next.code)) break;
      end += next.size;
    }
  }
  added_end_ = end;
  *match = {begin, end, token->id};
  return true;
}

bool PieceReader::touches_word(const char* begin, const char* end) const {
  std::uint32_t code;
  if (begin > start_ && (previous(begin, &code), is_word(code))) return true;
  return end < end_ && is_word(decode_utf8(end, end_).code);
}

// The character before `place` > start_, and where it starts.
const char* PieceReader::previous(const char* place, std::uint32_t* code) const {
  for (std::ptrdiff_t size = 1; size <= 4 && size <= place - start_; ++size) {
    const Utf8Character read = decode_utf8(place - size, place);
    if (static_cast<std::ptrdiff_t>(read.size) != size || read.code == kReplacementCharacter) continue;
    *code = read.code;
    return place - size;
  }
  *code = kReplacementCharacter;
  return place - 1;
}

// A character of the text, in the order of BertNormalizer: cleaned, Chinese characters set apart, decomposed without
// accents, in lower case.
void PieceReader::character(std::uint32_t code, std::uint32_t begin, std::uint32_t end) {
  if (normalizer_.clean_text) {
    if (code == 0 || code == kReplacementCharacter || is_control(code)) return;
    if (is_whitespace(code)) return put_space(begin, end);
  }
  const bool chinese = normalizer_.handle_chinese_chars && is_chinese(code);
  if (chinese) put_space(begin, end);
  if (strips_accents_ && code >= 0x80) {
    std::uint32_t parts[kMaxDecomposed];
    const int count = decompose(code, parts);
    for (int i = 0; i < count; ++i) cleaned(parts[i], begin, end);
  } else {
    cleaned(code, begin, end);
  }
  if (chinese) put_space(begin, end);
}

void PieceReader::cleaned(std::uint32_t code, std::uint32_t begin, std::uint32_t end) {
  const int combining = strips_accents_ && code >= 0x80 ? combining_class(code) : 0;
  if (strips_accents_ && code >= 0x80 && is_nonspacing_mark(code)) {
    if (combining != 0) return;
    word_.end_run();
    order_marks();
    return;
  }
  std::uint32_t lower[2] = {code, 0};
  const int count = normalizer_.lowercase ? lowercase(code, lower) : 1;
  for (int i = 0; i < count; ++i) put(lower[i], combining, begin, end);
}

void PieceReader::put(std::uint32_t code, int combining_class, std::uint32_t begin, std::uint32_t end) {
  const CleanCharacter character = {code, combining_class, begin, end};
  keeps_ ? keep(character) : word_character(character);
}

void PieceReader::put_space(std::uint32_t begin, std::uint32_t end) {
  keeps_ ? keep({' ', 0, begin, end}) : end_word();
}

// Whitespace is between words, punctuation a word of its own.
void PieceReader::word_character(const CleanCharacter& character) {
  if (is_whitespace(character.code)) return end_word();
  const bool punctuation = is_punctuation(character.code);
  if (punctuation) end_word();
  word_.append_ordered(character.code, character.combining_class, character.begin, character.end);
  if (punctuation) end_word();
}

// Cuts the word into the longest tokens from the left. Where that fails the whole of it is unknown.
void PieceReader::end_word() {
  if (word_.empty()) return;
  const std::size_t count = tokens_.size(), size = word_.size();
  const char* bytes = word_.data();
  const DoubleArray& trie = vocabulary_.trie;
  bool known = !word_.too_long();
  DoubleArray::Node root = DoubleArray::kRoot;
  for (std::size_t start = 0; known && start < size; root = continuation_) {
    DoubleArray::Node node = root, longest = DoubleArray::kNone;
    std::size_t longest_end = start;
    for (std::size_t i = start; i < size; ++i) {
      node = trie.step(node, bytes[i]);
      if (node == DoubleArray::kNone) break;
      if (trie.accepts(node)) longest = node, longest_end = i + 1;
    }
    if (longest == DoubleArray::kNone) {
      known = false;
      break;
    }
    tokens_.push_back({trie.value(longest), word_.begin(start), word_.end(longest_end - 1)});
    start = longest_end;
    known = start == size || continues_;
  }
  if (!known) {
    tokens_.resize(count);
    tokens_.push_back({vocabulary_.unknown, word_.begin(), word_.end()});
  }
  word_.clear();
}

void PieceReader::read_cleaned(std::size_t limit) {
  const char* begin = start_;  // of the part that is not read yet
  while (at_ < end_ && tokens_.size() < limit) {
    Match match;
    if (!find_added(&match)) {
      ++at_;
      continue;
    }
    clean(begin, match.begin);
    read_kept(limit);
    tokens_.push_back({match.id, offset(match.begin), offset(match.end)});
    at_ = begin = match.end;
  }
  if (at_ < end_) return;
  clean(begin, end_);
  read_kept(limit);
}

// Fills `kept_` with a part of the text.
void PieceReader::clean(const char* begin, const char* end) {
  keeps_ = true;
  kept_.clear();
  kept_run_ = 0;
  while (begin < end) {
    const Utf8Character read = decode_utf8(begin, end);
    character(read.code, offset(begin), offset(begin) + read.size);
    begin += read.size;
  }
  order_marks();
  keeps_ = false;
}

void PieceReader::keep(const CleanCharacter& character) {
  if (character.combining_class == 0) order_marks();
  kept_.push_back(character);
  if (character.combining_class == 0) kept_run_ = kept_.size();
}

// Ends a run of marks, which are in canonical order: by their class.
void PieceReader::order_marks() {
  const auto first = kept_.begin() + static_cast<std::ptrdiff_t>(kept_run_);
  const auto before = [](const CleanCharacter& a, const CleanCharacter& b) {
    return a.combining_class < b.combining_class;
  };
  kept_run_ = kept_.size();
  if (std::is_sorted(first, kept_.end(), before)) return;
  std::stable_sort(first, kept_.end(), before);
  // Marks that changed places come from one place.
  std::uint32_t begin = UINT32_MAX, end = 0;
  for (auto mark = first; mark != kept_.end(); ++mark) {
    begin = std::min(begin, mark->begin);
    end = std::max(end, mark->end);
  }
  for (auto mark = first; mark != kept_.end(); ++mark) mark->begin = begin, mark->end = end;
}

void PieceReader::read_kept(std::size_t limit) {
  std::size_t free_from = 0;  // before it no added token starts
  for (std::size_t at = 0; at < kept_.size() && tokens_.size() < limit;) {
    std::size_t begin, end = 0;
    std::int32_t id = -1;
    if (at < free_from || !find_added(at, free_from, &begin, &end, &id)) {
      free_from = std::max(free_from, end);
      // Already in order: a class of 0 keeps it.
      const CleanCharacter& kept = kept_[at++];
      word_character({kept.code, 0, kept.begin, kept.end});
      continue;
    }
    end_word();
    tokens_.push_back({id, kept_[begin].begin, kept_[end - 1].end});
    at = free_from = end;
  }
  end_word();
}

// The longest added token that starts at character `at`, as find_added() has it for the text. After a match that counts
// as text `*end` is where it ends.
bool PieceReader::find_added(std::size_t at, std::size_t free_from, std::size_t* begin, std::size_t* end,
                             std::int32_t* id) const {
  const AddedToken* token = nullptr;
  DoubleArray::Node node = DoubleArray::kRoot;
  for (std::size_t place = at; place < kept_.size(); ++place) {
    char bytes[4];
    const std::size_t size = encode_utf8(kept_[place].code, bytes);
    for (std::size_t i = 0; i < size; ++i) {
      node = vocabulary_.cleaned_trie.step(node, bytes[i]);
      if (node == DoubleArray::kNone) break;
    }
    if (node == DoubleArray::kNone) break;
    if (!vocabulary_.cleaned_trie.accepts(node)) continue;
    token = &vocabulary_.added[static_cast<std::size_t>(vocabulary_.cleaned_trie.value(node))];
    *end = place + 1;
  }
  if (token == nullptr) return false;
  const auto is_word_at = [this](std::size_t i) { return is_word(kept_[i].code); };
  if (token->single_word && ((at > 0 && is_word_at(at - 1)) || (*end < kept_.size() && is_word_at(*end)))) return false;
  *begin = at;
  *id = token->id;
  while (token->lstrip && *begin > free_from && is_whitespace(kept_[*begin - 1].code)) --*begin;
  while (token->rstrip && *end < kept_.size() && is_whitespace(kept_[*end].code)) ++*end;
  return true;
}

std::string PieceReader::cleaned_text() {
  clean(start_, end_);
  std::string text;
  char bytes[4];
  for (const CleanCharacter& kept : kept_) text.append(bytes, encode_utf8(kept.code, bytes));
  return text;
}

}  // namespace

std::string cleaned(const Vocabulary& vocabulary, std::string_view text) {
  std::vector<Token> none;
  return PieceReader(vocabulary, text, &none).cleaned_text();
}

void append_tokens(const Vocabulary& vocabulary, std::string_view text, std::size_t limit, std::vector<Token>* tokens) {
  PieceReader(vocabulary, text, tokens).read(limit);
}

}  // namespace specimen_v2
