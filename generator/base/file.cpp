#include "base/file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/runtime.h"
#include "base/text.h"
#include "runtime/core/output_file.h"

namespace specimen::gen {
namespace fs = std::filesystem;

std::optional<std::string> read_file(const std::string& path, std::uint64_t limit, Diagnostics& diagnostics,
                                     const Span& span) {
  if (!file_exists(path) || path.find('\0') != std::string::npos) {
    missing_file(path, diagnostics, span);
    return std::nullopt;
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    diagnostics.error(Kind::file_unreadable, span, "cannot read `{}`: {}", printable(path), std::strerror(errno));
    return std::nullopt;
  }
  // The size is not trusted: the file may grow, or be one of those that report none.
  std::string bytes;
  char buffer[65536];
  while (stream.read(buffer, sizeof buffer) || stream.gcount() > 0) {
    bytes.append(buffer, static_cast<std::size_t>(stream.gcount()));
    if (bytes.size() > limit) {
      diagnostics.error(Kind::file_too_large, span, "`{}` is larger than {} bytes", printable(path), limit);
      return std::nullopt;
    }
  }
  if (stream.bad()) {
    diagnostics.error(Kind::file_unreadable, span, "cannot read `{}`: {}", printable(path), std::strerror(errno));
    return std::nullopt;
  }
  return bytes;
}

bool write_file(const std::string& path, std::string_view bytes, Diagnostics& diagnostics) {
  auto fail = [&](const std::string& why) {
    diagnostics.error(Kind::file_not_written, {}, "cannot write `{}`: {}", printable(path), why);
    return false;
  };
  std::error_code failure;
  if (fs::is_regular_file(path, failure) && fs::file_size(path, failure) == bytes.size()) {
    Diagnostics quiet;
    std::optional<std::string> old = read_file(path, bytes.size(), quiet);
    if (old && *old == bytes) return true;
  }
  fs::path directory = fs::path(path).parent_path();
  if (!directory.empty()) {
    fs::create_directories(directory, failure);
    if (failure) return fail(failure.message());
  }
  if (const std::string obstacle = write_obstacle(path); !obstacle.empty()) return fail(obstacle);

  OutputFile file;
  int error = file.open(path);
  if (error == 0) error = file.write(bytes.data(), bytes.size());
  if (error == 0) error = file.commit();
  return error == 0 || fail(std::strerror(error));
}

std::string write_obstacle(const std::string& path) {
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (!fs::exists(status) || fs::is_regular_file(status)) return "";
  return fs::is_directory(status) ? "it is a directory" : "it is no regular file";
}

Diagnostic& missing_file(const std::string& path, Diagnostics& diagnostics, const Span& span) {
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (status.type() == fs::file_type::not_found || path.find('\0') != std::string::npos)
    return diagnostics.error(Kind::file_not_found, span, "there is no file `{}`", printable(path));
  return diagnostics.error(Kind::file_unreadable, span, "`{}` is not a file that can be read: {}", printable(path),
                           failure                       ? failure.message()
                           : fs::is_regular_file(status) ? "it may not be read"
                                                         : "it is not a regular file");
}

bool file_exists(const std::string& path) {
  std::error_code failure;
  return fs::is_regular_file(path, failure);
}

bool directory_exists(const std::string& path) {
  std::error_code failure;
  return fs::is_directory(path, failure);
}

std::vector<std::string> files_below(const std::string& directory, std::string_view suffix) {
  std::vector<std::string> paths;
  std::error_code failure;
  fs::recursive_directory_iterator walk(directory, fs::directory_options::skip_permission_denied, failure), end;
  for (; !failure && walk != end; walk.increment(failure)) {
    std::string path = walk->path().generic_string();
    std::error_code ignored;
    if (path.size() > suffix.size() && path.compare(path.size() - suffix.size(), suffix.size(), suffix) == 0 &&
        walk->is_regular_file(ignored))
      paths.push_back(std::move(path));
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace specimen::gen
