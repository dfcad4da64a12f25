#include "wire.h"

namespace specimen_v2 {

bool take_varint(std::string_view& bytes, std::uint64_t* value) {
  *value = 0;
  for (std::size_t i = 0; i < 10 && i < bytes.size(); ++i) {
    const std::uint64_t part = static_cast<unsigned char>(bytes[i]) & 127;
    if (i == 9 && part > 1) return false;
    *value |= part << (7 * i);
    if (!(bytes[i] & 128)) {
      bytes.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

bool take_fixed(std::string_view& bytes, int size, std::uint64_t* value) {
  if (bytes.size() < static_cast<std::size_t>(size)) return false;
  *value = 0;
  for (int i = size; i-- > 0;) *value = *value << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
  bytes.remove_prefix(static_cast<std::size_t>(size));
  return true;
}

bool WireReader::next() {
  if (!good_ || rest_.empty()) return false;
  std::uint64_t tag = 0, size = 0;
  number_ = 0;
  bytes_ = {};
  good_ = take_varint(rest_, &tag) && tag >> 3 >= 1 && tag >> 3 < 1 << 29;
  if (!good_) return false;
  field_ = static_cast<int>(tag >> 3);
  is_number_ = (tag & 7) != 2;
  switch (tag & 7) {
    case 0:
      good_ = take_varint(rest_, &number_);
      break;
    case 1:
      good_ = take_fixed(rest_, 8, &number_);
      break;
    case 2:
      good_ = take_varint(rest_, &size) && size <= rest_.size();
      if (!good_) break;
      bytes_ = rest_.substr(0, static_cast<std::size_t>(size));
      rest_.remove_prefix(static_cast<std::size_t>(size));
      break;
    case 5:
      good_ = take_fixed(rest_, 4, &number_);
      break;
    default:  // groups, which nothing writes any more
      good_ = false;
  }
  return good_;
}

}  // namespace specimen_v2
