#include "runtime/data/input.h"

#include <gtest/gtest.h>

#include "datasets/files.h"

namespace specimen_v2::data {
namespace {

std::string some_text(int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i) text += "line " + std::to_string(i % 1000 * 7919 % 1000) + "\n";
  return text;
}

std::string content(const Input& input) { return {reinterpret_cast<const char*>(input.data()), input.size()}; }

TEST(Input, GivesPlainBytesAsTheyAre) {
  const Directory directory;
  Input input;
  ASSERT_OK(input.open(directory.write("a.gz", "plain, whatever its name")));
  EXPECT_EQ(content(input), "plain, whatever its name");
  EXPECT_FALSE(input.inflated());
}

TEST(Input, AnEmptyFileIsEmpty) {
  const Directory directory;
  Input input;
  ASSERT_OK(input.open(directory.write("a", "")));
  EXPECT_EQ(input.size(), 0u);
}

TEST(Input, InflatesGzipWhateverItsName) {
  const Directory directory;
  for (int lines : {0, 1, 10, 20000, 400000}) {
    Input input;
    ASSERT_OK(input.open(directory.write("a.txt", deflated(some_text(lines)))));
    EXPECT_TRUE(input.inflated());
    EXPECT_EQ(content(input), some_text(lines));
  }
}

TEST(Input, JoinsGzipFilesThatFollowEachOther) {
  const std::string bytes = deflated("first ") + deflated("") + deflated("second");
  Input input;
  ASSERT_OK(input.open_memory(bytes.data(), bytes.size(), "a"));
  EXPECT_EQ(content(input), "first second");
}

TEST(Input, InflatesZlibOnRequest) {
  const std::string text = some_text(30000), bytes = deflated(text, 15);
  Input input;
  ASSERT_OK(input.open_memory(bytes.data(), bytes.size(), "a"));
  EXPECT_EQ(input.size(), bytes.size());
  ASSERT_OK(input.inflate_zlib());
  EXPECT_EQ(content(input), text);
}

TEST(Input, EveryTruncatedGzipIsAnError) {
  const std::string bytes = deflated(some_text(40));
  for (std::size_t size = 2; size < bytes.size(); ++size) {
    Input input;
    expect_error(input.open_memory(bytes.data(), size, "a.gz"), StatusCode::data_error,
                 {"a.gz: ends after " + std::to_string(size) + " bytes, inside its gzip data"});
  }
}

// Flags, time and system of the header say nothing about the content, and zlib passes over them.
TEST(Input, EveryDamagedByteOfGzipIsAnErrorOrChangesNothing) {
  const std::string text = some_text(40), bytes = deflated(text);
  for (std::size_t at = 2; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x15);
    Input input;
    const Status status = input.open_memory(damaged.data(), damaged.size(), "a.gz");
    if (status.ok()) {
      EXPECT_EQ(content(input), text) << at;
      EXPECT_LT(at, 10u);
    } else {
      expect_error(status, StatusCode::data_error, {"a.gz: "});
    }
  }
}

TEST(Input, BytesAfterTheEndAreAnError) {
  const std::string gzip = deflated("x"), bytes = gzip + "more";
  Input input;
  expect_error(input.open_memory(bytes.data(), bytes.size(), "a.gz"), StatusCode::data_error,
               {"a.gz: byte " + std::to_string(gzip.size()), "after the end"});
}

TEST(Input, RefusesToInflateWithoutEnd) {
  const std::string bytes = deflated(std::string(std::size_t{1} << 24, '\0'));
  Input input;
  expect_error(input.open_memory(bytes.data(), bytes.size(), "bomb.gz", 1 << 20), StatusCode::unsupported,
               {"bomb.gz: inflates to more than 1048576 bytes"});
}

TEST(Input, SaysWhyAFileIsNotOpened) {
  const Directory directory;
  Input input;
  expect_error(input.open(directory.path() + "/none"), StatusCode::not_found, {"/none: "});
  expect_error(input.open(directory.path()), StatusCode::io_error, {"is a directory"});
}

}  // namespace
}  // namespace specimen_v2::data
