#include "terminal.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "color.h"
#include "resize_methods.h"

namespace specimen_v2 {

namespace {

constexpr int kMaxColumns = 1000;
constexpr char kRamp[] = " .:-=+*#%@";  // dark to bright
constexpr int kRampSize = sizeof kRamp - 1;
constexpr char kUpperHalf[] = "\xe2\x96\x80";  // U+2580 in UTF-8: foreground above, background below

const char* variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool has_utf8() {
  const char* locale = variable("LC_ALL");
  if (locale[0] == '\0') locale = variable("LC_CTYPE");
  if (locale[0] == '\0') locale = variable("LANG");
  return std::strstr(locale, "UTF-8") != nullptr || std::strstr(locale, "utf8") != nullptr ||
         std::strstr(locale, "UTF8") != nullptr || std::strstr(locale, "utf-8") != nullptr;
}

struct Color {
  int red, green, blue;
};

// The pixel (x, y) of the shrunk image; black below its last row.
Color color_at(const ResizeTable<float>& pixels, int rows, int columns, int channels, int y, int x) {
  if (y >= rows) return {0, 0, 0};
  const std::size_t at =
      (static_cast<std::size_t>(y) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(x)) *
      static_cast<std::size_t>(channels);
  const int first = static_cast<int>(pixels[at]);
  if (channels == 1) return {first, first, first};
  return {first, static_cast<int>(pixels[at + 1]), static_cast<int>(pixels[at + 2])};
}

// xterm's palette: 24 grays from 232 on, a cube of six levels per colour from 16 on.
int palette_256(const Color& color) {
  if (color.red == color.green && color.green == color.blue) return 232 + std::min((color.red * 24) / 256, 23);
  const auto level = [](int value) { return (value * 5 + 127) / 255; };
  return 16 + 36 * level(color.red) + 6 * level(color.green) + level(color.blue);
}

void print_halves(std::FILE* stream, TerminalStyle style, const Color& upper, const Color& lower) {
  if (style == TerminalStyle::true_color) {
    std::fprintf(stream, "\x1b[38;2;%d;%d;%dm\x1b[48;2;%d;%d;%dm%s", upper.red, upper.green, upper.blue, lower.red,
                 lower.green, lower.blue, kUpperHalf);
  } else {
    std::fprintf(stream, "\x1b[38;5;%dm\x1b[48;5;%dm%s", palette_256(upper), palette_256(lower), kUpperHalf);
  }
}

}  // namespace

TerminalStyle terminal_style(std::FILE* stream) {
  if (stream == nullptr || isatty(fileno(stream)) == 0) return TerminalStyle::ascii;
  const char* terminal = variable("TERM");
  if (variable("NO_COLOR")[0] != '\0' || terminal[0] == '\0' || std::strcmp(terminal, "dumb") == 0 || !has_utf8()) {
    return TerminalStyle::ascii;
  }
  const char* colors = variable("COLORTERM");
  if (std::strcmp(colors, "truecolor") == 0 || std::strcmp(colors, "24bit") == 0) return TerminalStyle::true_color;
  return std::strstr(terminal, "256color") != nullptr ? TerminalStyle::colors_256 : TerminalStyle::ascii;
}

Status draw_image(std::FILE* stream, const Image& image, TerminalStyle style, int columns) {
  if (stream == nullptr || image.empty() || columns < 1 || columns > kMaxColumns) {
    return Status(StatusCode::invalid_argument, "drawing needs a stream, an image, and 1 to %d columns", kMaxColumns);
  }
  // A character is about twice as high as wide. Half blocks make square pixels of it; ASCII has one per character, so a
  // image gets two characters a pixel where there is room.
  const int channels = image.channels();
  const bool is_ascii = style == TerminalStyle::ascii;
  const int repeat = is_ascii && image.width() * std::int64_t{2} <= columns ? 2 : 1;
  const int wide = std::min(image.width(), columns);
  std::int64_t high = std::max<std::int64_t>(std::int64_t{image.height()} * wide / image.width(), 1);
  if (is_ascii && repeat == 1) high = std::max<std::int64_t>((high + 1) / 2, 1);
  high = std::min<std::int64_t>(high, 4 * kMaxColumns);
  const int rows = static_cast<int>(high);

  ResizeTable<float> pixels(static_cast<std::size_t>(rows) * static_cast<std::size_t>(wide * channels));
  if (!pixels.ok()) return no_memory_to_resize();
  Status status = resize_image(image, whole(rows, wide), Resize::pil_bilinear, &pixels[0]);
  if (!status.ok()) return status;

  for (int y = 0; y < rows; y += is_ascii ? 1 : 2) {
    for (int x = 0; x < wide; ++x) {
      const Color upper = color_at(pixels, rows, wide, channels, y, x);
      if (is_ascii) {
        const int bright = luma(static_cast<std::uint8_t>(upper.red), static_cast<std::uint8_t>(upper.green),
                                static_cast<std::uint8_t>(upper.blue));
        for (int i = 0; i < repeat; ++i) std::fputc(kRamp[bright * kRampSize / 256], stream);
      } else {
        print_halves(stream, style, upper, color_at(pixels, rows, wide, channels, y + 1, x));
      }
    }
    std::fputs(is_ascii ? "\n" : "\x1b[0m\n", stream);
  }
  if (std::ferror(stream) != 0) return Status(StatusCode::io_error, "cannot write the image");
  return Status();
}

}  // namespace specimen_v2
