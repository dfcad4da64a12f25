// The targets of targets.def, as the generator knows them. Chosen once at run time; results may differ between targets.
#pragma once

#include <cstdint>
#include <vector>

namespace specimen::gen {

enum class Level : std::uint8_t {
#define TARGET(name, kind, lanes, registers, halide, doc) name,
#include "targets.def"
#undef TARGET
};

enum class TargetKind : std::uint8_t { cpu };

struct TargetInfo {
  const char* name;
  TargetKind kind;
  int vector_floats, vector_registers;
  const char* halide;
  const char* doc;
};

const TargetInfo& target_info(Level level);
const std::vector<Level>& all_levels();  // in the order of targets.def

const char* to_string(Level level);
bool parse(const char* text, Level* out);
inline int vector_floats(Level level) { return target_info(level).vector_floats; }
inline int vector_registers(Level level) { return target_info(level).vector_registers; }

}  // namespace specimen::gen
