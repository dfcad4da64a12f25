// The valid name nearest to a mistyped one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace specimen::gen {

// Edits (insert, remove, replace, swap neighbours; letter case counts half) that make `b` of `a`, times two.
int edit_distance(std::string_view a, std::string_view b);

// The candidate with the fewest edits, if that is at most a third of the name's length; "" otherwise. Ties: the first.
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace specimen::gen
