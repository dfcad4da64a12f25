// What Halide makes of a kernel before LLVM sees it.
#pragma once

#include <string>

#include "kernels/catalog.h"

namespace specimen::gen {

// Writes the lowered statement of one kernel, loops and allocations, as text. False, with Halide's message in `error`,
// when it cannot.
bool write_statement(const Problem& problem, const Schedule& schedule, Target target, const std::string& path,
                     std::string* error);

}  // namespace specimen::gen
