// Instruction set levels that a CPU kernel is compiled for. Chosen once at run time; results may differ between levels.
#pragma once

#include <cstdint>

namespace mnist::kernels {

enum class Level : std::uint8_t {
  v3,  // x86-64-v3: AVX2, FMA, F16C: 8 floats a vector, 16 registers
  v4,  // x86-64-v4: AVX-512 F, CD, VL, BW, DQ: 16 floats a vector, 32 registers
};
const char* to_string(Level level);
bool parse(const char* text, Level* out);
inline int vector_floats(Level level) { return level == Level::v4 ? 16 : 8; }
inline int vector_registers(Level level) { return level == Level::v4 ? 32 : 16; }

}  // namespace mnist::kernels
