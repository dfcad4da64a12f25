// Who keeps a state tensor between runs.
#pragma once

#include <cstdint>
#include <string_view>

namespace specimen::gen {

enum class StateOwner : std::uint8_t {
  context,  // each caller has its own: a cache of keys
  model,    // all callers share it: a counter, a moving average
};

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
