// Small images drawn in a terminal, for demos and logs.
#ifndef SPECIMEN_V2_IMAGE_TERMINAL_H
#define SPECIMEN_V2_IMAGE_TERMINAL_H

#include <cstdio>

#include "../core/status.h"
#include "image.h"

namespace specimen_v2 {

enum class TerminalStyle : unsigned char {
  ascii,       // one of ten characters per two by one pixels, dark to bright
  colors_256,  // two pixels per character, upper and lower half, in the 6 x 6 x 6 colour cube and 24 grays
  true_color,  // two pixels per character, 24-bit colours
};

// What `stream` can show: ascii unless it is a terminal that takes colours and UTF-8, and NO_COLOR is unset or empty.
// Reads NO_COLOR (no-color.org), TERM, COLORTERM, and LC_ALL, LC_CTYPE, LANG for UTF-8.
TerminalStyle terminal_style(std::FILE* stream);

// Draws `image`, shrunk to `columns` characters if it is wider; every line ends with a newline, colours are reset.
// Errors: invalid_argument (empty image, columns outside 1..1000), io_error, those of resize_image.
Status draw_image(std::FILE* stream, const Image& image, TerminalStyle style, int columns);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_IMAGE_TERMINAL_H
