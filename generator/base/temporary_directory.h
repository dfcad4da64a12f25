// A directory of its own for files in between; gone with the object. One whose process was killed is removed by the
// next that makes one at the same place.
#pragma once

#include <string>

#include "base/lock.h"

namespace specimen::gen {

class TemporaryDirectory {
 public:
  TemporaryDirectory();  // in TMPDIR, else in /tmp
  explicit TemporaryDirectory(const std::string& parent);
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  bool valid() const { return lock_.held(); }  // if not, errno says why
  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

  // TMPDIR, else /tmp.
  static std::string system_parent();

 private:
  std::string path_;
  DirectoryLock lock_;  // as long as the process lives
};

}  // namespace specimen::gen
