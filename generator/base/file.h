// Reading and writing whole files. Files appear whole or not at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"

namespace specimen::gen {

// The bytes of a regular file of at most `limit` bytes; otherwise a diagnostic at `span`.
std::optional<std::string> read_file(const std::string& path, std::uint64_t limit, Diagnostics& diagnostics,
                                     const Span& span = {});

// Writes to a temporary file beside `path` and renames it, making directories as needed. Leaves a file with equal bytes
// alone (its time stamp too). Devices, pipes and directories are not replaced.
bool write_file(const std::string& path, std::string_view bytes, Diagnostics& diagnostics);

// Why a file of that name cannot be written: something that is no file has it. Empty: it can.
std::string write_obstacle(const std::string& path);

bool file_exists(const std::string& path);
// The diagnostic of a path that is no file to read: nothing is there, or a directory or a device.
Diagnostic& missing_file(const std::string& path, Diagnostics& diagnostics, const Span& span = {});
bool directory_exists(const std::string& path);
// Paths of all regular files below `directory` whose name ends with `suffix`, sorted; links to directories are not
// followed.
std::vector<std::string> files_below(const std::string& directory, std::string_view suffix);

}  // namespace specimen::gen
