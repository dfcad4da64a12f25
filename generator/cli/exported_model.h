// What training exports: a directory with `model.json`, which says what the weights beside it are of.
#pragma once

#include <optional>
#include <string>

#include "cli/session.h"

namespace specimen::gen {

// The text of model.json of a model that is called `name` in C++.
std::string exported_text(const ModelArguments& model, const std::string& name);

struct ExportedModel {
  ModelArguments model;
  std::string weights;  // the path
};

// Whether the path is a directory with a model.json.
bool is_exported(const std::string& directory);
// No value after a diagnostic.
std::optional<ExportedModel> read_exported(Session& session, const std::string& directory);

}  // namespace specimen::gen
