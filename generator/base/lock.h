// Locks on directories: they need no file of their own, and end with the process that holds them, however it ends.
#pragma once

#include <string>

namespace specimen::gen {

class DirectoryLock {
 public:
  enum class Wait : bool { no, yes };

  DirectoryLock() = default;
  ~DirectoryLock() { release(); }
  DirectoryLock(DirectoryLock&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  DirectoryLock& operator=(DirectoryLock&& other) noexcept;

  // Locks the directory. False where another process has the lock and `wait` is no, where there is no such directory
  // (errno says why), or where it was removed or replaced meanwhile (errno is ESTALE).
  bool lock(const std::string& directory, Wait wait);
  bool held() const { return file_ >= 0; }
  void release();

 private:
  int file_ = -1;
};

// Removes the directories in `parent` that are this user's, have a name of that form and are locked by nobody: what
// killed processes left.
void remove_abandoned(const std::string& parent, bool (*has_form)(const std::string& name));

}  // namespace specimen::gen
