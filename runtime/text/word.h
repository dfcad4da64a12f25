// A word as it is read: cleaned, with the place in the text that each of its bytes comes from.
#ifndef SPECIMEN_V2_TEXT_WORD_H
#define SPECIMEN_V2_TEXT_WORD_H

#include <cstddef>
#include <cstdint>

#include "vocabulary.h"

namespace specimen_v2 {

class Word {
 public:
  explicit Word(int max_characters) : max_characters_(static_cast<std::size_t>(max_characters)) {}

  bool empty() const { return characters_ == 0; }
  // Over `max_characters`: the rest is counted, and not kept.
  bool too_long() const { return characters_ > max_characters_; }
  const char* data() const { return bytes_; }
  std::size_t size() const { return size_; }  // bytes
  // Where the text has what made byte `i`.
  std::uint32_t begin(std::size_t i) const { return linear_ ? begin_ + static_cast<std::uint32_t>(i) : begins_[i]; }
  std::uint32_t end(std::size_t i) const { return linear_ ? begin_ + static_cast<std::uint32_t>(i) + 1 : ends_[i]; }
  // And the whole word.
  std::uint32_t begin() const { return begin_; }
  std::uint32_t end() const { return end_; }

  void clear() { size_ = characters_ = run_ = 0; }

  // A character of one byte that the text has at `at`.
  void append_ascii(char byte, std::uint32_t at);
  // Any character, made of bytes `begin` to `end` of the text.
  void append(std::uint32_t code, std::uint32_t begin, std::uint32_t end);
  // The same where characters come in canonical order: a mark goes before those of a higher class that it follows.
  void append_ordered(std::uint32_t code, int combining_class, std::uint32_t begin, std::uint32_t end);
  // A starter that is dropped ends a run of marks as well.
  void end_run() { run_ = size_; }

 private:
  void leave_linear();

  static constexpr std::size_t kMaxBytes = 4 * Vocabulary::kMaxCharactersPerWord;

  std::size_t max_characters_;
  std::size_t characters_ = 0;
  std::size_t size_ = 0;
  std::size_t run_ = 0;  // where the last run of marks starts
  bool linear_ = true;   // byte i comes from byte begin_ + i: places need not be kept
  std::uint32_t begin_ = 0, end_ = 0;
  char bytes_[kMaxBytes];
  std::uint32_t begins_[kMaxBytes], ends_[kMaxBytes];
};

inline void Word::append_ascii(char byte, std::uint32_t at) {
  if (characters_ == 0) {
    begin_ = at;
    linear_ = true;
  } else if (linear_ && at != end_) {
    leave_linear();
  }
  end_ = at + 1;
  if (++characters_ > max_characters_) return;
  bytes_[size_] = byte;
  if (!linear_) begins_[size_] = at, ends_[size_] = at + 1;
  run_ = ++size_;
}

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_TEXT_WORD_H
