// The walk over everything that the hot path can reach. Private to this layer.
#pragma once

#include <clang/AST/ASTContext.h>

#include <set>
#include <string>

#include "tooling/compile.h"

namespace specimen::gen {

// Walks from the functions named in `options.hot_functions` over every body that this translation unit shows, and adds
// what it finds. Adds to `found_roots` the names of the roots that are defined here.
void check_hot_path(clang::ASTContext& context, const CheckOptions& options, FindingSink& sink,
                    std::set<std::string>& found_roots);

}  // namespace specimen::gen
