// The runtime that generated code is written for, and that the generator itself reads and writes files with. The
// namespaces, macros and libraries of a runtime carry its version; in the generator its names are those of `specimen`.
#pragma once

#include <string>

namespace specimen_v2 {}

namespace specimen {

using namespace specimen_v2;

namespace gen {

inline constexpr int kRuntimeVersion = 2;

inline std::string runtime_namespace() { return "specimen_v" + std::to_string(kRuntimeVersion); }

}  // namespace gen
}  // namespace specimen
