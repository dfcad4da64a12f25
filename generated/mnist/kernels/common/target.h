// The targets of targets.def, as the generator knows them. Chosen once at run time; results may differ between targets.
#pragma once

#include <cstdint>
#include <vector>

namespace mnist::kernels {

enum class Target : std::uint8_t {
#define TARGET(name, kind, lanes, registers, halide, doc) name,
#include "targets.def"
};

enum class TargetKind : std::uint8_t {
#define TARGET_KIND(kind, doc) kind,
#include "targets.def"
};

struct TargetInfo {
  const char* name;
  TargetKind kind;
  int vector_floats, vector_registers;
  const char* halide;
  const char* doc;
};

const TargetInfo& target_info(Target target);
const std::vector<TargetKind>& all_target_kinds();       // in the order of targets.def
const std::vector<Target>& targets_of(TargetKind kind);  // the same

const char* to_string(TargetKind kind);
const char* doc_of(TargetKind kind);
bool parse(const char* text, TargetKind* out);
const char* to_string(Target target);
// The name, or the name with `-` in place of `_`: cuda-sm80.
bool parse(const char* text, Target* out);
inline TargetKind kind_of(Target target) { return target_info(target).kind; }
inline int vector_floats(Target target) { return target_info(target).vector_floats; }
inline int vector_registers(Target target) { return target_info(target).vector_registers; }

}  // namespace mnist::kernels
