#include "import/snappy.h"

#include "runtime/core/wire.h"

namespace specimen::gen {

using specimen_v2::take_fixed;
using specimen_v2::take_varint;

bool snappy_decompress(std::string_view compressed, std::size_t limit, std::string* text) {
  text->clear();
  std::uint64_t size = 0;
  if (!take_varint(compressed, &size) || size > limit) return false;
  while (!compressed.empty()) {
    const unsigned tag = static_cast<unsigned char>(compressed[0]);
    compressed.remove_prefix(1);
    std::uint64_t length = 0, distance = 0;
    if ((tag & 3) == 0) {  // bytes as they are; lengths over 60 follow in 1 to 4 bytes
      length = tag >> 2;
      if (length >= 60 && !take_fixed(compressed, static_cast<int>(length) - 59, &length)) return false;
      length += 1;
      if (length > compressed.size() || length > size - text->size()) return false;
      text->append(compressed.substr(0, static_cast<std::size_t>(length)));
      compressed.remove_prefix(static_cast<std::size_t>(length));
      continue;
    }
    if ((tag & 3) == 1) {  // a copy of 4 to 11 bytes from at most 2047 back
      if (!take_fixed(compressed, 1, &distance)) return false;
      length = 4 + (tag >> 2 & 7);
      distance |= std::uint64_t{tag >> 5} << 8;
    } else {
      if (!take_fixed(compressed, (tag & 3) == 2 ? 2 : 4, &distance)) return false;
      length = 1 + (tag >> 2);
    }
    if (distance == 0 || distance > text->size() || length > size - text->size()) return false;
    // Byte by byte: a copy may run into what it writes.
    for (std::uint64_t i = 0; i < length; ++i)
      text->push_back((*text)[text->size() - static_cast<std::size_t>(distance)]);
  }
  return text->size() == size;
}

}  // namespace specimen::gen
