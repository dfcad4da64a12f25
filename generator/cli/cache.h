// Where built models and compiled kernels are kept: SPECIMEN_CACHE, else XDG_CACHE_HOME/specimen, else .cache/specimen
// in the user's home directory. What is in it is linked and executed, so it must be the user's alone.
#pragma once

#include <optional>
#include <string>

#include "cli/session.h"

namespace specimen::gen {

struct Cache {
  std::string path;

  std::string kernels() const { return path + "/kernels"; }  // objects by content, shared by models
  std::string models() const { return path + "/models"; }    // programs by content
};

// Where the cache is, whether it exists or not. No value after a diagnostic.
std::optional<Cache> find_cache(Session& session);

// The same, made where it is missing. Refused: one that another user owns or others may write to.
std::optional<Cache> open_cache(Session& session);

}  // namespace specimen::gen
