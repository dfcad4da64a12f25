#include "runtime/core/output_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

namespace specimen_v2 {
namespace {

namespace fs = std::filesystem;

class OutputFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string text = (fs::temp_directory_path() / "specimen_output_XXXXXX").string();
    directory = mkdtemp(text.data());
  }
  void TearDown() override { fs::remove_all(directory); }
  std::string text(const std::string& name) const {
    std::ifstream file(directory + "/" + name);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  long files() const { return std::distance(fs::directory_iterator(directory), fs::directory_iterator()); }

  std::string directory;
};

TEST_F(OutputFiles, AppearsWholeOrNotAtAll) {
  const std::string path = directory + "/f";
  {
    OutputFile file;
    ASSERT_EQ(file.open(path), 0);
    ASSERT_EQ(file.write("old", 3), 0);
    EXPECT_FALSE(fs::exists(path));
    ASSERT_EQ(file.commit(), 0);
  }
  EXPECT_EQ(text("f"), "old");
  {
    OutputFile file;
    ASSERT_EQ(file.open(path), 0);
    ASSERT_EQ(file.write("new, and longer", 15), 0);
    EXPECT_EQ(text("f"), "old");
  }
  EXPECT_EQ(text("f"), "old");
  OutputFile file;
  ASSERT_EQ(file.open(path), 0);
  std::ofstream(file.writable_name()) << "new";
  ASSERT_EQ(file.commit(true), 0);
  EXPECT_EQ(text("f"), "new");
  EXPECT_EQ(files(), 1);
}

TEST_F(OutputFiles, AKilledWriterLeavesNothing) {
  const pid_t child = fork();
  if (child == 0) {
    OutputFile file;
    if (file.open(directory + "/f") != 0 || file.write("half", 4) != 0) _exit(1);
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(files(), 0);
}

TEST_F(OutputFiles, FollowsTheUmask) {
  const mode_t before = umask(027);
  OutputFile file;
  EXPECT_EQ(file.open(directory + "/f"), 0);
  EXPECT_EQ(file.commit(), 0);
  umask(before);
  EXPECT_EQ(fs::status(directory + "/f").permissions(), fs::perms(0640));
}

TEST_F(OutputFiles, ErrorsAreTheSystems) {
  OutputFile file;
  EXPECT_EQ(file.open(directory + "/none/f"), ENOENT);
  EXPECT_FALSE(file.is_open());
  EXPECT_EQ(file.commit(), EBADF);
  fs::create_directory(directory + "/taken");
  ASSERT_EQ(file.open(directory + "/taken"), 0);
  EXPECT_NE(file.commit(), 0);
  file.abandon();
  EXPECT_EQ(files(), 1);
}

TEST_F(OutputFiles, ALinkIsReplacedNotFollowed) {
  std::ofstream(directory + "/target") << "target";
  fs::create_symlink("target", directory + "/link");
  OutputFile file;
  ASSERT_EQ(file.open(directory + "/link"), 0);
  ASSERT_EQ(file.write("new", 3), 0);
  ASSERT_EQ(file.commit(), 0);
  EXPECT_FALSE(fs::is_symlink(directory + "/link"));
  EXPECT_EQ(text("target"), "target");
}

// A program that somebody writes to is not executed (ETXTBSY), and a lease for reading is refused for the same reason.
TEST_F(OutputFiles, NobodyWritesToWhatHasAName) {
  const std::string path = directory + "/f";
  std::atomic<bool> ends{false};
  std::thread writer([&] {
    for (int i = 0; i < 1000; ++i) {
      OutputFile file;
      if (file.open(path, i % 2 == 1) != 0 || file.write("x", 1) != 0 || file.commit() != 0) break;
    }
    ends = true;
  });
  int refused = 0, granted = 0;
  while (!ends) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) continue;
    const bool leased = fcntl(file, F_SETLEASE, F_RDLCK) == 0;
    granted += leased ? 1 : 0;
    refused += !leased && errno == EAGAIN ? 1 : 0;
    close(file);
  }
  writer.join();
  if (granted == 0 && refused == 0) GTEST_SKIP() << "no leases on this file system";
  EXPECT_EQ(refused, 0) << "of " << granted;
}

}  // namespace
}  // namespace specimen_v2
