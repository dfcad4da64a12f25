// Short hashes of texts: tell whether a file was edited, a structure changed, or bytes were damaged. No defence against
// forgers.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace mnist::kernels {

// 16 hexadecimal digits.
inline std::string hash_digits(std::uint64_t hash) {
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
  return digits;
}

// FNV-1a, 64 bits, as 16 hexadecimal digits.
inline std::string hash_text(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (unsigned char c : text) hash = (hash ^ c) * 0x100000001b3;
  return hash_digits(hash);
}

// Two FNV-1a hashes of 64 bits, as 32 digits: names what is kept by its content, where a collision would be a wrong
// answer.
inline std::string content_hash(std::string_view text) {
  std::uint64_t a = 0xcbf29ce484222325, b = 0x84222325cbf29ce4;
  for (unsigned char c : text) {
    a = (a ^ c) * 0x100000001b3;
    b = (b ^ (c + 0x9eu)) * 0x100000001b3;
  }
  return hash_digits(a) + hash_digits(b);
}

}  // namespace mnist::kernels
