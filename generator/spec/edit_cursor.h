// Which edits act on a call, in which order: those of the definition that it stands in, then those of what uses that.
#pragma once

#include <string>
#include <vector>

#include "spec/edit.h"
#include "spec/scope.h"

namespace specimen::gen {

struct EditLevel;

// A place in that order.
struct EditCursor {
  const EditLevel* level = nullptr;
  std::size_t index = 0;

  bool valid() const { return level != nullptr; }
  const Edit& edit() const;
  EditCursor next() const;
};

// The edits of one definition, at one use of it.
struct EditLevel {
  const std::vector<Edit>* edits = nullptr;
  std::size_t definition = 0;         // index into Expander::edited_
  const std::string* path = nullptr;  // of the use, from the root
  const Scope* scope = nullptr;       // of its arguments, which the edits' expressions read
  EditCursor outer;

  // Its first edit, or of the levels around it.
  EditCursor begin() const;
};

inline const Edit& EditCursor::edit() const { return (*level->edits)[index]; }
inline EditCursor EditCursor::next() const {
  return index + 1 < level->edits->size() ? EditCursor{level, index + 1} : level->outer;
}
inline EditCursor EditLevel::begin() const { return edits && !edits->empty() ? EditCursor{this, 0} : outer; }

}  // namespace specimen::gen
