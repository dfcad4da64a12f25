#include "reflect.h"

#include <array>
#include <charconv>

namespace specimen::gen {

std::string percent_name(double share) {
  std::string percent = shortest(share * 100);
  for (char& c : percent) c = c == '.' || c == '-' || c == '+' ? '_' : c;
  return percent;
}

std::string shortest(double value) {
  std::array<char, 40> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return std::string(buffer.data(), end.ptr);
}

}  // namespace specimen::gen
