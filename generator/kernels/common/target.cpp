#include "target.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace specimen::gen {

namespace {

constexpr TargetInfo kTargetInfos[] = {
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

constexpr Target kTargets[] = {
#define TARGET(name, kind, lanes, registers, halide, doc) Target::name,
#include "targets.def"
};

}  // namespace

const TargetInfo& target_info(Target target) { return kTargetInfos[static_cast<int>(target)]; }

const std::vector<TargetKind>& all_target_kinds() {
  static const std::vector<TargetKind> kinds = {
#define TARGET_KIND(kind, doc) TargetKind::kind,
#include "targets.def"
  };
  return kinds;
}

const std::vector<Target>& targets_of(TargetKind kind) {
  static const std::vector<std::vector<Target>> all = [] {
    std::vector<std::vector<Target>> lists(all_target_kinds().size());
    for (Target target : kTargets) lists[static_cast<std::size_t>(kind_of(target))].push_back(target);
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

const char* to_string(Target target) { return target_info(target).name; }

bool parse(const char* text, Target* out) {
  std::string name = text;
  std::replace(name.begin(), name.end(), '-', '_');
  for (Target target : kTargets) {
    if (name == to_string(target)) {
      *out = target;
      return true;
    }
  }
  return false;
}

}  // namespace specimen::gen
