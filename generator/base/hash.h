// A short hash of a text: tells whether a file was edited or a structure changed. No defence against forgers.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace specimen::gen {

// FNV-1a, 64 bits, as 16 hexadecimal digits.
inline std::string hash_text(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (unsigned char c : text) hash = (hash ^ c) * 0x100000001b3;
  return fmt::format("{:016x}", hash);
}

}  // namespace specimen::gen
