// The formatting of generated C++: the project's own style, as the clang-format program would apply it.
#pragma once

#include <string>
#include <string_view>

#include "tooling/check.h"

namespace specimen::gen {

// The text in Google's style with 120 columns and sorted includes. `path` only tells the language (.h, .cpp). Text that
// does not parse is formatted as far as it does.
std::string format_source(std::string_view text, std::string_view path);

// The same for a file whose lines are known to come from lines of a template: the new lines know theirs as well.
SourceText format_source(const SourceText& source);

}  // namespace specimen::gen
