#include "base/temporary_directory.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>

namespace specimen::gen {

namespace {

constexpr std::string_view kPrefix = "specimen-", kRandom = "XXXXXX";

bool has_form(const std::string& name) {
  return name.size() == kPrefix.size() + kRandom.size() && name.compare(0, kPrefix.size(), kPrefix) == 0;
}

}  // namespace

std::string TemporaryDirectory::system_parent() {
  const char* named = std::getenv("TMPDIR");
  return named != nullptr && *named != '\0' ? named : "/tmp";
}

TemporaryDirectory::TemporaryDirectory() : TemporaryDirectory(system_parent()) {}

TemporaryDirectory::TemporaryDirectory(const std::string& parent) {
  remove_abandoned(parent, has_form);
  // Between its making and its lock another process may take the directory for an abandoned one.
  for (int attempt = 0; attempt < 100 && !lock_.held(); ++attempt) {
    path_ = parent + "/" + std::string(kPrefix) + std::string(kRandom);
    if (mkdtemp(path_.data()) == nullptr) return;
    lock_.lock(path_, DirectoryLock::Wait::no);
  }
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code error;
  if (lock_.held()) std::filesystem::remove_all(path_, error);
}

}  // namespace specimen::gen
