#include "level.h"

#include <cstring>
#include <initializer_list>

namespace mnist::kernels {

const char* to_string(Level level) { return level == Level::v4 ? "v4" : "v3"; }

bool parse(const char* text, Level* out) {
  for (Level level : {Level::v3, Level::v4}) {
    if (std::strcmp(text, to_string(level)) == 0) {
      *out = level;
      return true;
    }
  }
  return false;
}

}  // namespace mnist::kernels
