// Writing a generated directory without losing what somebody wrote there.
#pragma once

#include <string>
#include <vector>

#include "base/lock.h"
#include "cli/session.h"
#include "emit/emit.h"

namespace specimen::gen {

// Makes the directory and keeps other processes from generating or building in it. False after a diagnostic.
bool lock_directory(Session& session, const std::string& directory, DirectoryLock* lock);

// Writes the files that changed into a directory that is locked. Refuses to replace one that was edited, unless forced,
// before anything is written. `specimen.files` lists the hash of each file: copied ones have no room for their own, and
// files that are no longer written go.
bool write_files(Session& session, const std::vector<GeneratedFile>& files, const std::string& directory, bool force);

}  // namespace specimen::gen
