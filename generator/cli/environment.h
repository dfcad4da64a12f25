// Variables of the environment.
#pragma once

#include <cstdlib>

namespace specimen::gen {

// The variable's value; null where it is unset or empty, which is the same.
inline const char* environment(const char* name) {
  const char* value = std::getenv(name);
  return value && *value != '\0' ? value : nullptr;
}

}  // namespace specimen::gen
