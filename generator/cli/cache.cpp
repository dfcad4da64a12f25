#include "cli/cache.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/text.h"
#include "cli/environment.h"

namespace specimen::gen {

namespace fs = std::filesystem;

namespace {

constexpr mode_t kOthersWrite = S_IWGRP | S_IWOTH;

// Makes the directory, for this user alone, and those above it. Empty, or why not.
std::string make(const std::string& path) {
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  if (error) return error.message();
  return mkdir(path.c_str(), 0700) == 0 || errno == EEXIST ? "" : std::strerror(errno);
}

// Why what is in the directory may be another user's work. Empty: it is this user's alone.
std::string distrust(const std::string& path) {
  struct stat found;
  if (stat(path.c_str(), &found) != 0) return std::strerror(errno);
  if (!S_ISDIR(found.st_mode)) return "it is no directory";
  if (found.st_uid != geteuid()) return fmt::format("the user with the number {} owns it", found.st_uid);
  if ((found.st_mode & kOthersWrite) != 0) return "others may write to it";
  std::error_code error;
  for (fs::path above = fs::canonical(path, error); above.has_relative_path();) {
    above = above.parent_path();
    if (stat(above.c_str(), &found) != 0) return above.string() + ": " + std::strerror(errno);
    if ((found.st_mode & S_IWOTH) != 0 && (found.st_mode & S_ISVTX) == 0)
      return fmt::format("others may write to `{}`, and so replace it", printable(above.string()));
  }
  return error ? error.message() : "";
}

}  // namespace

std::optional<Cache> find_cache(Session& session) {
  if (const char* path = environment("SPECIMEN_CACHE")) return Cache{fs::absolute(path).lexically_normal().string()};
  if (const char* path = environment("XDG_CACHE_HOME")) return Cache{std::string(path) + "/specimen"};
  const char* home = environment("HOME");
  if (!home) {
    const passwd* entry = getpwuid(geteuid());
    if (entry && entry->pw_dir && *entry->pw_dir == '/' && fs::path(entry->pw_dir).has_relative_path())
      home = entry->pw_dir;
  }
  if (home) return Cache{std::string(home) + "/.cache/specimen"};
  session.diagnostics.error(Kind::file_unreadable, Span{}, "there is no place for the cache: this user has no home")
      .note("SPECIMEN_CACHE names a directory for it");
  return std::nullopt;
}

std::optional<Cache> open_cache(Session& session) {
  auto cache = find_cache(session);
  if (!cache) return std::nullopt;
  for (const std::string& path : {cache->path, cache->kernels(), cache->models()}) {
    if (const std::string why = make(path); !why.empty()) {
      session.diagnostics.error(Kind::file_not_written, Span{}, "cannot make the cache `{}`: {}", printable(path), why)
          .note("SPECIMEN_CACHE names another directory for it");
      return std::nullopt;
    }
    if (const std::string why = distrust(path); !why.empty()) {
      session.diagnostics.error(Kind::file_unreadable, Span{}, "the cache `{}` is not used: {}", printable(path), why)
          .note(
              "programs and kernels in it are executed, so it must be a directory of your own that nobody else may "
              "write to: `chmod go-w` it, or name another one with SPECIMEN_CACHE");
      return std::nullopt;
    }
  }
  return cache;
}

}  // namespace specimen::gen
