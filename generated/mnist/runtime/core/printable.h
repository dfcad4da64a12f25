// Text from files and callers, made fit for a message.
#ifndef SPECIMEN_V2_CORE_PRINTABLE_H
#define SPECIMEN_V2_CORE_PRINTABLE_H

#include <cstddef>
#include <cstring>
#include <string_view>

namespace specimen_v2 {

// Cut to what a message can hold, and with '?' for every byte that is not printable ASCII: a name from a hostile file
// must not reach a terminal as escape codes.
class Printable {
 public:
  explicit Printable(std::string_view text) {
    constexpr std::size_t kKeep = sizeof text_ - 4;  // and "..." if there is more
    std::size_t length = text.size() < kKeep ? text.size() : kKeep;
    for (std::size_t i = 0; i < length; ++i) text_[i] = text[i] >= 0x20 && text[i] < 0x7F ? text[i] : '?';
    std::memcpy(text_ + length, text.size() > kKeep ? "..." : "", text.size() > kKeep ? 4 : 1);
  }
  const char* text() const { return text_; }

 private:
  char text_[100];
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_PRINTABLE_H
