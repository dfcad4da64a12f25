// Texts from the command line, from files and from standard input.
#ifndef SPECIMEN_V2_PROGRAM_READ_TEXTS_H
#define SPECIMEN_V2_PROGRAM_READ_TEXTS_H

#include <string>
#include <string_view>
#include <vector>

#include "../core/status.h"
#include "arguments.h"

namespace specimen_v2::program {

// A text, or a pair of them, and where it comes from: "text 2"; "a.txt, line 3".
struct Text {
  std::string place, first, second;
};

// One text a line; of a pair, with a tab between them. `name` stands in messages. Errors: data_error (no tab).
Status split_lines(std::string_view all, const char* name, bool pair, std::vector<Text>* texts);

// The texts among the inputs, in their order: a text, `@FILE` or `-`, standard input. Errors: those of split_lines;
// not_found, io_error; invalid_argument (a pair without its second text).
Status read_texts(const Arguments& arguments, std::vector<Text>* texts);

}  // namespace specimen_v2::program

#endif  // SPECIMEN_V2_PROGRAM_READ_TEXTS_H
