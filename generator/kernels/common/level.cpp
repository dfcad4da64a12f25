#include "level.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace specimen::gen {

namespace {

constexpr TargetInfo kTargets[] = {
#define TARGET(name, kind, lanes, registers, halide, doc) {#name, TargetKind::kind, lanes, registers, halide, doc},
#include "targets.def"
};

struct TargetKindInfo {
  const char* name;
  const char* doc;
};
constexpr TargetKindInfo kKinds[] = {
#define TARGET_KIND(kind, doc) {#kind, doc},
#include "targets.def"
};

constexpr Level kLevels[] = {
#define TARGET(name, kind, lanes, registers, halide, doc) Level::name,
#include "targets.def"
};

}  // namespace

const TargetInfo& target_info(Level level) { return kTargets[static_cast<int>(level)]; }

const std::vector<TargetKind>& all_target_kinds() {
  static const std::vector<TargetKind> kinds = {
#define TARGET_KIND(kind, doc) TargetKind::kind,
#include "targets.def"
  };
  return kinds;
}

const std::vector<Level>& levels_of(TargetKind kind) {
  static const std::vector<std::vector<Level>> all = [] {
    std::vector<std::vector<Level>> lists(all_target_kinds().size());
    for (Level level : kLevels) lists[static_cast<std::size_t>(kind_of(level))].push_back(level);
    return lists;
  }();
  return all[static_cast<std::size_t>(kind)];
}

const char* to_string(TargetKind kind) { return kKinds[static_cast<int>(kind)].name; }
const char* doc_of(TargetKind kind) { return kKinds[static_cast<int>(kind)].doc; }

bool parse(const char* text, TargetKind* out) {
  for (TargetKind kind : all_target_kinds()) {
    if (std::strcmp(text, to_string(kind)) != 0) continue;
    *out = kind;
    return true;
  }
  return false;
}

const char* to_string(Level level) { return target_info(level).name; }

bool parse(const char* text, Level* out) {
  std::string name = text;
  std::replace(name.begin(), name.end(), '-', '_');
  for (Level level : kLevels) {
    if (name == to_string(level)) {
      *out = level;
      return true;
    }
  }
  return false;
}

}  // namespace specimen::gen
