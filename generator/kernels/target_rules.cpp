#include "target_rules.h"

namespace specimen::gen {

// In rules_<kind>.cpp.
#define TARGET_KIND(kind, doc) const TargetRules& kind##_rules();
#include "common/targets.def"

const TargetRules& rules_of(TargetKind kind) {
  using Rules = const TargetRules& (*)();
  static constexpr Rules kRules[] = {
#define TARGET_KIND(kind, doc) kind##_rules,
#include "common/targets.def"
  };
  return kRules[static_cast<int>(kind)]();
}

}  // namespace specimen::gen
