// A spec that extends a model, written to a file: what `specimen new` and `specimen import` make.
#pragma once

#include <string>
#include <vector>

#include "cli/session.h"
#include "spec/value.h"

namespace specimen::gen {

struct Extension {
  std::string model, base;  // names
  Value::Object arguments;  // values, not expressions
  std::vector<Value> edits;
  // Its checkpoints are of its own size, not of the other one's: that one's rules count as its own.
  bool own_checkpoints = false;
};

// Reads the spec as if it were at `path`, builds it, and only then writes it. False after diagnostics: there is a file
// or a model of that name already, or something is wrong with the spec.
bool write_extension(Session& session, const Extension& extension, const std::string& path);

}  // namespace specimen::gen
