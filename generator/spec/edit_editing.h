// One call while edits act on it. What edit_apply.cpp and edit_place.cpp share; nothing else includes it.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "spec/expander.h"

namespace specimen::gen {

struct Expander::Editing {
  Use& use;
  Frame& frame;
  std::optional<Value::Object> arguments;  // of the call as it is now, defaults included; none: not asked for yet
  std::map<std::string, EditCursor> set;   // which edit set an argument
  std::optional<EditCursor> replaced;      // by which edit
  const Edit* removed = nullptr;           // by which edit
  struct After {
    EditCursor at;
    Scope scope;
  };
  std::vector<After> after;  // what to insert, nearest last
  std::deque<Scope> scopes;  // that expressions of replacements read
  std::string name;          // that the calls after it know it by
  std::string output = "0";  // what the spec's own block calls its output
};

}  // namespace specimen::gen
