#include "runtime/image/terminal.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace specimen_v2 {
namespace {

// What draw_image writes.
std::string drawn(const Image& image, TerminalStyle style, int columns) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* stream = open_memstream(&text, &size);
  const Status status = draw_image(stream, image, style, columns);
  std::fclose(stream);
  EXPECT_TRUE(status.ok()) << status.message();
  std::string out(text, size);
  std::free(text);
  return out;
}

Image gray(int height, int width, std::initializer_list<int> values) {
  Image image;
  EXPECT_TRUE(image.allocate(height, width, 1).ok());
  std::size_t i = 0;
  for (int value : values) image.data()[i++] = static_cast<std::uint8_t>(value);
  return image;
}

TEST(Terminal, Ascii) {
  EXPECT_EQ(drawn(gray(2, 3, {0, 128, 255, 255, 128, 0}), TerminalStyle::ascii, 80), "  ++@@\n@@++  \n");
  // No room for two characters a pixel: one, and half the rows.
  EXPECT_EQ(drawn(gray(2, 3, {0, 128, 255, 0, 128, 255}), TerminalStyle::ascii, 3), " +@\n");
}

TEST(Terminal, HalfBlocks) {
  Image image;
  ASSERT_TRUE(image.allocate(1, 1, 3).ok());
  image.data()[0] = 255;
  image.data()[1] = 0;
  image.data()[2] = 51;
  EXPECT_EQ(drawn(image, TerminalStyle::true_color, 80),
            "\x1b[38;2;255;0;51m\x1b[48;2;0;0;0m\xe2\x96\x80\x1b[0m\n");  // nothing below: black
  EXPECT_EQ(drawn(image, TerminalStyle::colors_256, 80), "\x1b[38;5;197m\x1b[48;5;232m\xe2\x96\x80\x1b[0m\n");
  const std::string two = drawn(gray(2, 1, {255, 0}), TerminalStyle::colors_256, 80);
  EXPECT_EQ(two, "\x1b[38;5;255m\x1b[48;5;232m\xe2\x96\x80\x1b[0m\n");
}

TEST(Terminal, WideImagesShrink) {
  Image image;
  ASSERT_TRUE(image.allocate(100, 400, 3).ok());
  std::fill_n(image.data(), image.size(), std::uint8_t{255});
  const std::string text = drawn(image, TerminalStyle::ascii, 40);
  EXPECT_EQ(text.find('\n'), 40u);
  EXPECT_EQ(text.size(), 5u * 41u);
}

TEST(Terminal, AFileGetsAscii) {
  std::FILE* file = std::tmpfile();
  ASSERT_NE(file, nullptr);
  setenv("COLORTERM", "truecolor", 1);
  EXPECT_EQ(terminal_style(file), TerminalStyle::ascii);
  unsetenv("COLORTERM");
  std::fclose(file);
  EXPECT_EQ(terminal_style(nullptr), TerminalStyle::ascii);
}

TEST(Terminal, StyleFollowsTheEnvironment) {
  const int master = posix_openpt(2 /* O_RDWR */);
  if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) GTEST_SKIP() << "no pseudo terminals here";
  std::FILE* terminal = std::fopen(ptsname(master), "r+");
  if (terminal == nullptr) GTEST_SKIP() << "no pseudo terminals here";
  const auto style = [&](const char* term, const char* colors, const char* no_color, const char* locale) {
    setenv("TERM", term, 1);
    setenv("COLORTERM", colors, 1);
    setenv("NO_COLOR", no_color, 1);
    setenv("LC_ALL", locale, 1);
    return terminal_style(terminal);
  };
  EXPECT_EQ(style("xterm-256color", "truecolor", "", "C.UTF-8"), TerminalStyle::true_color);
  EXPECT_EQ(style("xterm-256color", "", "", "C.UTF-8"), TerminalStyle::colors_256);
  EXPECT_EQ(style("xterm", "", "", "C.UTF-8"), TerminalStyle::ascii);
  EXPECT_EQ(style("xterm-256color", "truecolor", "1", "C.UTF-8"), TerminalStyle::ascii);
  EXPECT_EQ(style("dumb", "truecolor", "", "C.UTF-8"), TerminalStyle::ascii);
  EXPECT_EQ(style("xterm-256color", "truecolor", "", "C"), TerminalStyle::ascii);
  for (const char* name : {"TERM", "COLORTERM", "NO_COLOR", "LC_ALL"}) unsetenv(name);
  std::fclose(terminal);
}

TEST(Terminal, BadArguments) {
  const Image image = gray(1, 1, {7});
  EXPECT_EQ(draw_image(nullptr, image, TerminalStyle::ascii, 80).code(), StatusCode::invalid_argument);
  EXPECT_EQ(draw_image(stdout, Image(), TerminalStyle::ascii, 80).code(), StatusCode::invalid_argument);
  EXPECT_EQ(draw_image(stdout, image, TerminalStyle::ascii, 0).code(), StatusCode::invalid_argument);
  std::FILE* full = std::fopen("/dev/full", "w");
  if (full != nullptr) {
    std::setvbuf(full, nullptr, _IONBF, 0);
    EXPECT_EQ(draw_image(full, image, TerminalStyle::ascii, 80).code(), StatusCode::io_error);
    std::fclose(full);
  }
}

}  // namespace
}  // namespace specimen_v2
