#include "cli/write_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "cli/generate.h"

namespace specimen::gen {

namespace fs = std::filesystem;

namespace {

constexpr const char* kManifest = "specimen.files";

// The first line in which two texts differ: its number, from 1, and what each has there.
struct Difference {
  int line = 1;
  std::string before, after;
};

Difference first_difference(const std::string& before, const std::string& after) {
  std::istringstream a(before), b(after);
  Difference d;
  for (;; ++d.line) {
    const bool more_a = static_cast<bool>(std::getline(a, d.before)),
               more_b = static_cast<bool>(std::getline(b, d.after));
    if (d.before != d.after || !more_a || !more_b) return d;
  }
}

bool is_copied(const GeneratedFile& file) { return file.template_name.empty(); }

// The hashes of the files as they were written, by path.
std::map<std::string, std::string> read_manifest(const std::string& directory, Diagnostics& diagnostics) {
  std::map<std::string, std::string> hashes;
  const std::string path = (fs::path(directory) / kManifest).string();
  if (!file_exists(path)) return hashes;
  const auto text = read_file(path, kLargestText, diagnostics);
  for (const std::string& line : split(text ? *text : "", '\n')) {
    const std::size_t space = line.find("  ");
    if (space != std::string::npos) hashes[line.substr(space + 2)] = line.substr(0, space);
  }
  return hashes;
}

std::string manifest_text(const std::vector<GeneratedFile>& files) {
  std::string text;
  for (const GeneratedFile& file : files) text += hash_text(file.text) + "  " + file.path + "\n";
  return text;
}

// Whether a path of the manifest, which anybody may have written, stays in the directory.
bool stays_inside(const std::string& path) {
  const fs::path relative(path);
  return relative.is_relative() &&
         std::none_of(relative.begin(), relative.end(), [](const fs::path& part) { return part == ".."; });
}

// Removes what an earlier version wrote and this one does not, unless it was edited since.
void remove_stale(const std::map<std::string, std::string>& hashes, const std::vector<GeneratedFile>& files,
                  const std::string& directory) {
  std::set<std::string> written;
  for (const GeneratedFile& file : files) written.insert(file.path);
  for (const auto& [relative, hash] : hashes) {
    if (written.count(relative) || !stays_inside(relative)) continue;
    const std::string path = (fs::path(directory) / relative).string();
    Diagnostics ignored;
    const auto present = file_exists(path) ? read_file(path, kLargestText, ignored) : std::nullopt;
    std::error_code error;
    if (present && hash_text(*present) == hash) fs::remove(path, error);
  }
}

}  // namespace

bool lock_directory(Session& session, const std::string& directory, DirectoryLock* lock) {
  std::error_code error;
  for (bool said = false; !lock->held();) {
    fs::create_directories(directory, error);
    if (!error && lock->lock(directory, said ? DirectoryLock::Wait::yes : DirectoryLock::Wait::no)) break;
    if (!error && errno == EWOULDBLOCK) {
      fmt::print(stderr, "waiting for another process that writes to {}\n", printable(directory, 400));
      said = true;
    } else if (error || errno != ESTALE) {
      session.diagnostics.error(Kind::file_not_written, Span{}, "cannot write to `{}`: {}", printable(directory, 400),
                                error ? error.message() : std::strerror(errno));
      return false;
    }
  }
  return true;
}

bool write_files(Session& session, const std::vector<GeneratedFile>& files, const std::string& directory, bool force) {
  const std::map<std::string, std::string> hashes = read_manifest(directory, session.diagnostics);
  // Look before writing anything.
  for (const GeneratedFile& file : files) {
    const std::string path = (fs::path(directory) / file.path).string();
    if (force || !file_exists(path)) continue;
    const auto present = read_file(path, kLargestText, session.diagnostics);
    if (!present || *present == file.text) continue;
    const auto copied = hashes.find(file.path);
    const bool ours =
        is_copied(file) ? copied != hashes.end() && copied->second == hash_text(*present) : is_as_generated(*present);
    if (ours) continue;
    const Difference d = first_difference(*present, file.text);
    session.diagnostics.error(Kind::file_edited, Span{}, "`{}` was edited after it was generated", printable(path, 400))
        .note("the first difference is line {}: `{}` would become `{}`", d.line, printable(d.before),
              printable(d.after))
        .note("--force replaces it; keep your version elsewhere, or generate into another directory");
  }
  if (session.diagnostics.has_errors()) return false;
  for (const GeneratedFile& file : files) {
    if (!write_file((fs::path(directory) / file.path).string(), file.text, session.diagnostics)) return false;
  }
  remove_stale(hashes, files, directory);
  return write_file((fs::path(directory) / kManifest).string(), manifest_text(files), session.diagnostics);
}

}  // namespace specimen::gen
