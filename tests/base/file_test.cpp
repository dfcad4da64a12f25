#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace specimen::gen {
namespace {

namespace fs = std::filesystem;

class File : public testing::Test {
 protected:
  void SetUp() override {
    std::string text = (fs::temp_directory_path() / "specimen_file_XXXXXX").string();
    directory = mkdtemp(text.data());
  }
  void TearDown() override { fs::remove_all(directory); }
  std::string path(const std::string& name) const { return directory + "/" + name; }
  Kind only_kind() const { return diagnostics.list().empty() ? Kind::json_syntax : diagnostics.list()[0].kind; }

  std::string directory;
  Diagnostics diagnostics;
};

TEST_F(File, WhatIsWrittenIsRead) {
  std::string bytes("a\0b\n", 4);
  ASSERT_TRUE(write_file(path("new/directory/f.bin"), bytes, diagnostics)) << diagnostics.text();
  EXPECT_EQ(read_file(path("new/directory/f.bin"), 100, diagnostics), bytes);
  EXPECT_TRUE(file_exists(path("new/directory/f.bin")));
  EXPECT_TRUE(directory_exists(path("new")));
  EXPECT_FALSE(diagnostics.has_errors());
  // Nothing else is left beside it.
  EXPECT_EQ(files_below(directory, ""), (std::vector<std::string>{path("new/directory/f.bin")}));
}

TEST_F(File, EqualBytesLeaveTheFileAlone) {
  ASSERT_TRUE(write_file(path("f"), "same", diagnostics));
  struct stat before, after;
  stat(path("f").c_str(), &before);
  ASSERT_TRUE(write_file(path("f"), "same", diagnostics));
  stat(path("f").c_str(), &after);
  EXPECT_EQ(before.st_ino, after.st_ino);
  ASSERT_TRUE(write_file(path("f"), "diff", diagnostics));
  EXPECT_EQ(read_file(path("f"), 100, diagnostics), "diff");
}

TEST_F(File, NotFound) {
  EXPECT_FALSE(read_file(path("none"), 100, diagnostics));
  EXPECT_EQ(only_kind(), Kind::file_not_found);
  EXPECT_FALSE(read_file(std::string("a\0b", 3), 100, diagnostics));
}

TEST_F(File, Unreadable) {
  EXPECT_FALSE(read_file(directory, 100, diagnostics));
  EXPECT_EQ(only_kind(), Kind::file_unreadable);
  EXPECT_FALSE(read_file("/dev/zero", 100, diagnostics));
}

TEST_F(File, TooLarge) {
  ASSERT_TRUE(write_file(path("f"), std::string(1001, 'x'), diagnostics));
  EXPECT_FALSE(read_file(path("f"), 1000, diagnostics));
  EXPECT_EQ(only_kind(), Kind::file_too_large);
  EXPECT_TRUE(read_file(path("f"), 1001, diagnostics));
}

TEST_F(File, NotWrittenLeavesWhatWasThere) {
  ASSERT_TRUE(write_file(path("f"), "old", diagnostics));
  EXPECT_FALSE(write_file(path("f/below"), "new", diagnostics));
  EXPECT_EQ(only_kind(), Kind::file_not_written);
  fs::create_directory(path("directory"));
  EXPECT_FALSE(write_file(path("directory"), "new", diagnostics));
  EXPECT_EQ(read_file(path("f"), 100, diagnostics), "old");
  EXPECT_EQ(files_below(directory, ""), (std::vector<std::string>{path("f")}));
}

TEST_F(File, FilesBelowAreSorted) {
  for (const char* name : {"b.json", "a/z.json", "a/y.txt", "c/d/e.json"})
    ASSERT_TRUE(write_file(path(name), "x", diagnostics));
  fs::create_directory_symlink(directory, path("loop"));
  EXPECT_EQ(files_below(directory, ".json"),
            (std::vector<std::string>{path("a/z.json"), path("b.json"), path("c/d/e.json")}));
  EXPECT_TRUE(files_below(path("none"), ".json").empty());
}

}  // namespace
}  // namespace specimen::gen
