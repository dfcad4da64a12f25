#include "pieces.h"

#include <algorithm>

#include "characters.h"
#include "word.h"

namespace specimen_v2 {
namespace {

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

 private:
  std::uint32_t offset(const char* place) const { return static_cast<std::uint32_t>(place - start_); }

  bool added_token();
  bool touches_word(const char* begin, const char* end) const;
  const char* previous(const char* place, std::uint32_t* code) const;
  void character(std::uint32_t code, std::uint32_t begin, std::uint32_t end);
  void cleaned(std::uint32_t code, std::uint32_t begin, std::uint32_t end);
  void end_word();

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
};

void PieceReader::read(std::size_t limit) {
  added_end_ = start_;
  const unsigned char* fold = vocabulary_.fold;
  while (at_ < end_ && tokens_.size() < limit) {
    // Letters and digits of ASCII, which most text is made of, need one look at a table.
    for (; at_ < end_; ++at_) {
      const unsigned char folded = fold[static_cast<unsigned char>(*at_)];
      if (folded == 0) break;
      word_.append_ascii(static_cast<char>(folded), offset(at_));
    }
    if (at_ == end_) break;
    if (vocabulary_.starts_added[static_cast<unsigned char>(*at_)] && at_ >= added_end_ && added_token()) continue;
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

// The longest added token that starts here.
bool PieceReader::added_token() {
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
  end_word();
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
  tokens_.push_back({token->id, offset(begin), offset(end)});
  at_ = added_end_ = end;
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
  if (normalizer_.clean_text && (code == 0 || code == kReplacementCharacter || is_control(code))) return;
  const bool chinese = normalizer_.handle_chinese_chars && is_chinese(code);
  if (chinese) end_word();
  if (strips_accents_ && code >= 0x80) {
    std::uint32_t parts[kMaxDecomposed];
    const int count = decompose(code, parts);
    for (int i = 0; i < count; ++i) cleaned(parts[i], begin, end);
  } else {
    cleaned(code, begin, end);
  }
  if (chinese) end_word();
}

void PieceReader::cleaned(std::uint32_t code, std::uint32_t begin, std::uint32_t end) {
  const int combining = strips_accents_ && code >= 0x80 ? combining_class(code) : 0;
  if (strips_accents_ && code >= 0x80 && is_nonspacing_mark(code)) {
    if (combining == 0) word_.end_run();
    return;
  }
  if (is_whitespace(code)) return end_word();
  if (is_punctuation(code)) {
    end_word();
    word_.append(code, begin, end);
    return end_word();
  }
  std::uint32_t lower[2] = {code, 0};
  const int count = normalizer_.lowercase ? lowercase(code, lower) : 1;
  for (int i = 0; i < count; ++i) word_.append_ordered(lower[i], combining, begin, end);
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

}  // namespace

void append_tokens(const Vocabulary& vocabulary, std::string_view text, std::size_t limit, std::vector<Token>* tokens) {
  PieceReader(vocabulary, text, tokens).read(limit);
}

}  // namespace specimen_v2
