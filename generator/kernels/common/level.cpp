#include "level.h"

#include <cstring>

namespace specimen::gen {

namespace {

constexpr TargetInfo kTargets[] = {
#define TARGET(name, kind, lanes, registers, halide, doc) {#name, TargetKind::kind, lanes, registers, halide, doc},
#include "targets.def"
#undef TARGET
};

}  // namespace

const TargetInfo& target_info(Level level) { return kTargets[static_cast<int>(level)]; }

const std::vector<Level>& all_levels() {
  static const std::vector<Level> levels = {
#define TARGET(name, kind, lanes, registers, halide, doc) Level::name,
#include "targets.def"
#undef TARGET
  };
  return levels;
}

const char* to_string(Level level) { return target_info(level).name; }

bool parse(const char* text, Level* out) {
  for (Level level : all_levels()) {
    if (std::strcmp(text, to_string(level)) == 0) {
      *out = level;
      return true;
    }
  }
  return false;
}

}  // namespace specimen::gen
