// The names of a model's classes: a text file with a name a line.
#pragma once

#include <optional>
#include <string>

#include "cli/session.h"

namespace specimen::gen {

// The list that the model's outputs name as `labels`: `labels/<name>.txt` in a folder of specs. Empty when they name
// none. No value after diagnostics: there is no such list.
std::optional<std::string> labels_file(Session& session, const Plan& plan);

// Whether the list in `path` names the classes of an output of the model, one by one. No value after diagnostics: it
// cannot be read.
std::optional<bool> labels_fit(Session& session, const Plan& plan, const std::string& path);

}  // namespace specimen::gen
