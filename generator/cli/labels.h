// The names of a model's classes: a text file with a name a line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.h"

namespace specimen::gen {

// The list that the model's outputs name as `labels`: `labels/<name>.txt` in a directory of specs. Empty when they name
// none. No value after diagnostics: there is no such list.
std::optional<std::string> labels_file(Session& session, const Plan& plan);

// Whether the list in `path` names the classes of an output of the model, one by one. No value after diagnostics: it
// cannot be read.
std::optional<bool> labels_fit(Session& session, const Plan& plan, const std::string& path);

// Of each output the names of its classes, for generated code: what the list that it names holds, where it has one for
// each value. Diagnostics where there is no such list.
std::vector<std::vector<std::string>> label_lists(Session& session, const Plan& plan);

}  // namespace specimen::gen
