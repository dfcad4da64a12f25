// Enums whose values have names, listed in order.
#pragma once

#include <cstddef>
#include <cstring>

namespace mnist::kernels {

// The value called `text`; false: none is.
template <class Enum, std::size_t count>
bool parse_enum(const char* text, const char* const (&names)[count], Enum* out) {
  for (std::size_t i = 0; i < count; ++i) {
    if (std::strcmp(text, names[i]) != 0) continue;
    *out = static_cast<Enum>(i);
    return true;
  }
  return false;
}

}  // namespace mnist::kernels
