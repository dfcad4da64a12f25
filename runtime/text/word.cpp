#include "word.h"

#include <algorithm>

#include "characters.h"

namespace specimen_v2 {

void Word::leave_linear() {
  for (std::size_t i = 0; i < size_; ++i) {
    begins_[i] = begin_ + static_cast<std::uint32_t>(i);
    ends_[i] = begins_[i] + 1;
  }
  linear_ = false;
}

void Word::append(std::uint32_t code, std::uint32_t begin, std::uint32_t end) {
  if (characters_ == 0) {
    begin_ = begin;
    linear_ = false;
  } else if (linear_) {
    leave_linear();
  }
  end_ = end;
  if (++characters_ > max_characters_) return;
  const std::size_t size = encode_utf8(code, bytes_ + size_);
  std::fill_n(begins_ + size_, size, begin);
  std::fill_n(ends_ + size_, size, end);
  size_ += size;
  run_ = size_;
}

void Word::append_ordered(std::uint32_t code, int combining_class, std::uint32_t begin, std::uint32_t end) {
  const std::size_t run = run_, old_size = size_;
  append(code, begin, end);
  if (combining_class == 0 || size_ == old_size) return;
  run_ = run;
  std::size_t place = old_size;
  while (place > run_) {
    std::size_t previous = place - 1;
    while ((static_cast<unsigned char>(bytes_[previous]) & 0xC0) == 0x80) --previous;
    if (specimen_v2::combining_class(decode_utf8(bytes_ + previous, bytes_ + place).code) <= combining_class) break;
    place = previous;
  }
  if (place == old_size) return;
  std::rotate(bytes_ + place, bytes_ + old_size, bytes_ + size_);
  // Marks that changed places come from one place.
  std::fill(begins_ + place, begins_ + size_, *std::min_element(begins_ + place, begins_ + size_));
  std::fill(ends_ + place, ends_ + size_, *std::max_element(ends_ + place, ends_ + size_));
}

}  // namespace specimen_v2
