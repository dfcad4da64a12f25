// The targets of targets.def, as the generator knows them. Chosen once at run time; results may differ between targets.
#pragma once

#include <cstdint>
#include <vector>

namespace specimen::gen {

enum class Level : std::uint8_t {
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

const TargetInfo& target_info(Level level);
const std::vector<TargetKind>& all_target_kinds();     // in the order of targets.def
const std::vector<Level>& levels_of(TargetKind kind);  // the same

const char* to_string(TargetKind kind);
const char* doc_of(TargetKind kind);
bool parse(const char* text, TargetKind* out);
const char* to_string(Level level);
// The name, or the name with `-` in place of `_`: cuda-sm80.
bool parse(const char* text, Level* out);
inline TargetKind kind_of(Level level) { return target_info(level).kind; }
inline int vector_floats(Level level) { return target_info(level).vector_floats; }
inline int vector_registers(Level level) { return target_info(level).vector_registers; }

}  // namespace specimen::gen
