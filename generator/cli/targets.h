// Tuned schedules: <folder>/targets/<level>.json for every processor, <folder>/targets/<cpu>/<level>.json over them for
// one. `specimen tune` writes them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/session.h"
#include "kernels/catalog.h"

namespace specimen::gen {

// What an option --level takes: "auto", the names of all targets that are CPUs, and "reference" where plain C++ may
// run.
std::vector<std::string> level_options(bool with_reference = false);

// What --target names: of one kind; no level: all of it. Without a name, CPUs.
struct TargetChoice {
  TargetKind kind = TargetKind::cpu;
  std::vector<Level> levels;
};
// No value after diagnostics: an unknown name, targets of several kinds.
std::optional<TargetChoice> chosen_targets(Session& session, const std::vector<std::string>& names);

// The folder that `specimen tune` writes to: of the user's own specs if there are any, else of the project's.
std::string targets_folder(const Session& session);

// All tables, those of the user's specs over the project's, those of `cpu` (may be empty) over the others. No value
// after diagnostics: a processor that no folder has, a table that cannot be read.
std::optional<std::map<Level, TunedTable>> read_targets(Session& session, const std::string& cpu);

}  // namespace specimen::gen
