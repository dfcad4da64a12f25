// Text from files and callers, whole, as a program prints it.
#ifndef SPECIMEN_V2_PROGRAM_SHOWN_TEXT_H
#define SPECIMEN_V2_PROGRAM_SHOWN_TEXT_H

#include <string>
#include <string_view>

namespace specimen_v2::program {

// For people: `?` for what would command a terminal (control characters, marks that turn the direction of writing) and
// for bytes that are not UTF-8.
std::string terminal_text(std::string_view text);

// For programs: a JSON string in ASCII, with its quotes. Bytes that are not UTF-8 become U+FFFD.
std::string json_text(std::string_view text);

}  // namespace specimen_v2::program

#endif  // SPECIMEN_V2_PROGRAM_SHOWN_TEXT_H
