// Which files of the runtime and of the kernels a generated directory needs.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace specimen::gen {

// `roots` and all that they include by quotes, and the .cpp beside each .h, sorted. A file that is included by a path
// from the directory (runtime/core/tensor.h) or by one relative to the file (../common/chain.h) is found; any other is
// ignored.
std::vector<std::string> closure(const std::map<std::string, std::string>& files, const std::vector<std::string>& roots,
                                 bool with_sources);

}  // namespace specimen::gen
