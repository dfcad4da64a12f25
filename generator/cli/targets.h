// Tuned schedules: <directory>/targets/<target>.json for every processor, <directory>/targets/<cpu>/<target>.json over
// them for one. `specimen tune` writes them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/session.h"
#include "kernels/catalog.h"

namespace specimen::gen {

// What an option --target takes: "auto", the names of all targets that are CPUs, and "reference" where plain C++ may
// run.
std::vector<std::string> target_options(bool with_reference = false);

// What --target names: of one kind; no target: all of it. Without a name, CPUs.
struct TargetChoice {
  TargetKind kind = TargetKind::cpu;
  std::vector<Target> targets;
};
// No value after diagnostics: an unknown name, targets of several kinds.
std::optional<TargetChoice> chosen_targets(Session& session, const std::vector<std::string>& names);

// The directory that `specimen tune` writes to: of the user's own specs if there are any, else of the project's.
std::string targets_directory(const Session& session);

// All tables, those of the user's specs over the project's, those of `cpu` (may be empty) over the others. No value
// after diagnostics: a processor that no directory has, a table that cannot be read.
std::optional<std::map<Target, TunedTable>> read_targets(Session& session, const std::string& cpu);

}  // namespace specimen::gen
