// Bytes with a checksum at their end, as caches keep programs and objects: loaders of ELF files do not read that far.
#pragma once

#include <string>
#include <string_view>

#include "base/hash.h"

namespace specimen::gen {

inline constexpr std::string_view kSealLabel = "\nspecimen-seal: ";

// What goes behind the bytes.
inline std::string seal_of(std::string_view bytes) { return std::string(kSealLabel) + content_hash(bytes) + "\n"; }

// Whether the bytes are those that were sealed.
inline bool is_sealed(std::string_view bytes) {
  const std::size_t length = kSealLabel.size() + 32 + 1;
  if (bytes.size() < length) return false;
  const std::string_view body = bytes.substr(0, bytes.size() - length);
  return bytes.substr(body.size()) == seal_of(body);
}

}  // namespace specimen::gen
