// HDF5 files that reach outside, lie about their size, or are damaged: a diagnostic each, and nothing is left behind.
#include <sys/resource.h>

#include <cstdlib>

#include "samples.h"

namespace specimen::gen {
namespace {

// Reads, and names where reading succeeds; the text of what was reported.
std::string read_text(const std::string& path, Kind kind) {
  Diagnostics diagnostics;
  std::optional<Checkpoint> checkpoint = read_checkpoint(path, diagnostics);
  EXPECT_FALSE(checkpoint) << path;
  EXPECT_TRUE(has_kind(diagnostics, kind)) << path << ": " << diagnostics.text();
  EXPECT_EQ(diagnostics.list().size(), 1u);
  return diagnostics.text();
}

struct Case {
  const char* file;
  Kind kind;
  const char* says;
};

class HostileHdf5 : public testing::TestWithParam<Case> {};

TEST_P(HostileHdf5, IsRefusedWithAReason) {
  TemporaryTree tree;
  const char* before = std::getenv("TMPDIR");
  std::string saved = before == nullptr ? "" : before;
  setenv("TMPDIR", tree.file("").c_str(), 1);
  std::string text = read_text(data_file(std::string("hostile_") + GetParam().file + ".h5"), GetParam().kind);
  if (before == nullptr) {
    unsetenv("TMPDIR");
  } else {
    setenv("TMPDIR", saved.c_str(), 1);
  }
  EXPECT_NE(text.find(GetParam().says), std::string::npos) << text;
  EXPECT_EQ(tree.files(), 0u);
}

INSTANTIATE_TEST_SUITE_P(
    All, HostileHdf5,
    testing::Values(
        Case{"dangling_link", Kind::checkpoint_unreadable, "/vars/1: is a link to what is not in this file"},
        Case{"link_to_itself", Kind::checkpoint_unreadable, "/vars/1: is a link to what is not in this file"},
        Case{"link_through", Kind::checkpoint_unreadable, "/vars/elsewhere: is a link to what is not in this file"},
        Case{"soft_cycle", Kind::checkpoint_unreadable, "/vars/loop: is a link to a group that it is inside of"},
        Case{"doubling", Kind::checkpoint_unreadable, "too many objects"},
        Case{"external_link", Kind::checkpoint_unreadable, "/vars/1: is a link to another file"},
        Case{"external_dataset", Kind::checkpoint_unreadable, "/vars/1: is an external dataset"},
        Case{"virtual_dataset", Kind::checkpoint_unreadable, "/vars/1: is a virtual dataset"},
        Case{"cycle", Kind::checkpoint_unreadable, "/vars/loop: is a link to a group that it is inside of"},
        Case{"bomb", Kind::checkpoint_unreadable, "declares 4398046511104 bytes but stores only"},
        Case{"not_stored", Kind::checkpoint_unreadable, "/vars/1: declares numbers but stores none"},
        Case{"text", Kind::checkpoint_unreadable, "/vars/1: holds no numbers"},
        Case{"deep", Kind::checkpoint_unreadable, "nested too deeply"},
        Case{"name_not_text", Kind::checkpoint_unreadable, "attribute `name`: is not text"},
        Case{"bytes_name", Kind::checkpoint_unreadable, "not UTF-8"},
        Case{"missing_layer", Kind::checkpoint_unreadable, "there is no such group"},
        Case{"missing_weight", Kind::checkpoint_unreadable, "lists `/predictions/kernel:0`"},
        Case{"gap", Kind::checkpoint_layer, "not numbered from 0"},
        Case{"control_name", Kind::checkpoint_format, "not weights of Keras"},
        Case{"not_keras", Kind::checkpoint_format, "it holds `/data`"},
        Case{"empty", Kind::checkpoint_format, "holds no weights"}),
    [](const testing::TestParamInfo<Case>& info) { return std::string(info.param.file); });

// A name from the file must not reach the terminal as an escape code.
TEST(HostileNames, AreMadePrintable) {
  std::string text = read_text(data_file("hostile_control_name.h5"), Kind::checkpoint_format);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(Damaged, EveryTruncationIsADiagnostic) {
  TemporaryTree tree;
  std::string whole = read_bytes(data_file("vision_keras2.h5"));
  for (std::size_t size = 0; size < whole.size(); size += 509) {
    write_bytes(tree.file("cut.h5"), whole.substr(0, size));
    Diagnostics diagnostics;
    EXPECT_FALSE(read_checkpoint(tree.file("cut.h5"), diagnostics)) << size;
    EXPECT_TRUE(diagnostics.has_errors()) << size;
  }
}

// Whatever libhdf5 makes of a changed byte, this process stays whole and either reads or reports.
TEST(Damaged, ChangedBytesDoNotCrash) {
  TemporaryTree tree;
  std::string whole = read_bytes(data_file("vision_nameless.weights.h5"));
  std::uint32_t random = 1;
  for (int round = 0; round < 60; ++round) {
    std::string bytes = whole;
    for (int change = 0; change < 8; ++change) {
      random = random * 1664525 + 1013904223;
      bytes[8 + (random >> 8) % (bytes.size() - 8)] = static_cast<char>(random >> 3);
    }
    write_bytes(tree.file("changed.h5"), bytes);
    Diagnostics diagnostics;
    std::optional<Checkpoint> checkpoint = read_checkpoint(tree.file("changed.h5"), diagnostics);
    EXPECT_NE(checkpoint.has_value(), diagnostics.has_errors());
  }
}

// With two file descriptors left the file opens, but no pipe to a child does.
TEST(Reader, AChildThatCannotStartIsADiagnostic) {
  struct rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  int lowest = dup(0);
  close(lowest);
  struct rlimit few = before;
  few.rlim_cur = static_cast<rlim_t>(lowest) + 2;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
  Diagnostics diagnostics;
  std::optional<Checkpoint> checkpoint = read_checkpoint(data_file("vision.weights.h5"), diagnostics);
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_FALSE(checkpoint);
  EXPECT_TRUE(has_kind(diagnostics, Kind::checkpoint_reader)) << diagnostics.text();
}

// A directory for temporary files that is full, or not there, is no fault of the checkpoint.
TEST(Reader, NoRoomForTheTensorsIsAFaultOfFiles) {
  const TemporaryTree tree;
  const char* const before = std::getenv("TMPDIR");
  const std::string saved = before == nullptr ? "" : before;
  struct rlimit limit;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
  struct rlimit small = limit;
  small.rlim_cur = 64;
  for (const char* file : {"vision.weights.h5", "vision.keras", "torch_dict.pth", "torch_dict_legacy.pth"}) {
    for (const bool full : {true, false}) {
      setenv("TMPDIR", tree.file(full ? "" : "missing").c_str(), 1);
      Diagnostics diagnostics;
      if (full) setrlimit(RLIMIT_FSIZE, &small);
      const bool read = read_checkpoint(data_file(file), diagnostics).has_value();
      setrlimit(RLIMIT_FSIZE, &limit);
      const std::string text = diagnostics.text();
      EXPECT_FALSE(read) << file;
      EXPECT_TRUE(has_kind(diagnostics, Kind::file_not_written)) << text;
      EXPECT_EQ(diagnostics.exit_class(), ExitClass::files);
      EXPECT_NE(text.find("TMPDIR"), std::string::npos) << text;
      EXPECT_NE(text.find(tree.file("")), std::string::npos) << text;
    }
  }
  before == nullptr ? unsetenv("TMPDIR") : setenv("TMPDIR", saved.c_str(), 1);
  EXPECT_EQ(tree.files(), 0u);
}

TEST(Format, OtherFilesAreNamed) {
  TemporaryTree tree;
  write_bytes(tree.file("archive.keras"), "PK\x03\x04" + std::string(100, 'x'));
  EXPECT_NE(read_text(tree.file("archive.keras"), Kind::checkpoint_unreadable).find("damaged"), std::string::npos);
  write_bytes(tree.file("text"), "just some text");
  read_text(tree.file("text"), Kind::checkpoint_format);
  write_bytes(tree.file("nothing"), "");
  read_text(tree.file("nothing"), Kind::checkpoint_format);
  read_text(tree.file("absent"), Kind::file_not_found);
  read_text(tree.file(""), Kind::file_unreadable);
  write_bytes(tree.file("bad.safetensors"), with_header("{\"a\":1}", 0));
  read_text(tree.file("bad.safetensors"), Kind::checkpoint_unreadable);
}

}  // namespace
}  // namespace specimen::gen
