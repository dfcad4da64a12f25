// Reading options of command lines.
#ifndef SPECIMEN_V2_PROGRAM_OPTION_VALUE_H
#define SPECIMEN_V2_PROGRAM_OPTION_VALUE_H

#include <cstdlib>
#include <cstring>

namespace specimen_v2::program {

// The value of `NAME=VALUE` or `NAME VALUE`; null where the argument is another one.
inline const char* value_of(const char* name, int argc, char** argv, int* i) {
  const std::size_t length = std::strlen(name);
  if (std::strncmp(argv[*i], name, length) != 0) return nullptr;
  if (argv[*i][length] == '=') return argv[*i] + length + 1;
  return argv[*i][length] == '\0' && *i + 1 < argc ? argv[++*i] : nullptr;
}

// A whole number from 0 to `most`, or -1.
inline long long whole_number(const char* text, long long most) {
  char* end = nullptr;
  const long long value = std::strtoll(text, &end, 10);
  return *text == '\0' || *end != '\0' || value < 0 || value > most ? -1 : value;
}

}  // namespace specimen_v2::program

#endif  // SPECIMEN_V2_PROGRAM_OPTION_VALUE_H
