// Targets: which of a model's kernels this machine runs.
#ifndef SPECIMEN_V2_CORE_TARGET_H
#define SPECIMEN_V2_CORE_TARGET_H

#include <cstdint>

#include "status.h"
#include "version.h"

namespace specimen_v2 {

// The numbers are part of the C interface.
enum class Target : int {
  automatic = 0,  // an option only: the best that the machine has
  reference = 1,  // plain C++
  v3 = 3,         // x86-64-v3: AVX2, FMA
  v4 = 4,         // x86-64-v4: AVX-512 F, BW, CD, DQ, VL
};

SPECIMEN_V2_API const char* target_name(Target target);  // "v4"
// Reads "auto", "reference", "v3" or "v4". False for any other text.
SPECIMEN_V2_API bool parse_target(const char* text, Target* target);

// The best target that both the processor and the operating system support; `reference` below v3.
Target detect_target();

// Resolves a request: `automatic` is what was detected. Errors: unsupported, when the machine has less.
Status choose_target(Target requested, Target* target);

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_TARGET_H
