// How specs and generated code write who keeps a state.
#pragma once

#include <string_view>

#include "runtime/core/layout.h"

namespace specimen::gen {

using specimen_v2::StateOwner;

inline const char* to_string(StateOwner owner) { return owner == StateOwner::context ? "context" : "model"; }

inline bool parse(std::string_view text, StateOwner* out) {
  for (StateOwner owner : {StateOwner::context, StateOwner::model}) {
    if (text != to_string(owner)) continue;
    *out = owner;
    return true;
  }
  return false;
}

}  // namespace specimen::gen
