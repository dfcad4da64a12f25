// Which paths a pattern matches.
#include <algorithm>

#include "base/text.h"
#include "spec/edit.h"
#include "spec/names.h"

namespace specimen::gen {
namespace {

// Whether `items` fit `pattern`, where a part of the pattern that is a star fits any number of items. The last star is
// the only one that ever needs to take more, so the time is bounded by the product of the lengths.
template <class Pattern, class Items, class IsStar, class Fits>
bool fits_stars(const Pattern& pattern, const Items& items, IsStar is_star, Fits fits) {
  std::size_t p = 0, i = 0, star = pattern.size(), taken = 0;
  while (i < items.size()) {
    if (p < pattern.size() && is_star(pattern[p])) {
      star = p++;
      taken = i;
    } else if (p < pattern.size() && fits(pattern[p], items[i])) {
      ++p, ++i;
    } else if (star < pattern.size()) {
      p = star + 1;
      i = ++taken;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && is_star(pattern[p])) ++p;
  return p == pattern.size();
}

}  // namespace

PathPattern::PathPattern(std::string text) : text_(std::move(text)), levels_(split(text_, '/')) {
  if (levels_.back() == "**") levels_.insert(levels_.end() - 1, "*");
}

std::optional<PathPattern> PathPattern::parse(const Value& json, Diagnostics& diagnostics) {
  const std::string& text = json.text();
  bool good = text.size() <= 4 * kLongestName;
  for (const std::string& level : good ? split(text, '/') : std::vector<std::string>()) {
    if (level == "**") continue;
    good = good && !level.empty() && level.find("**") == std::string::npos &&
           std::all_of(level.begin(), level.end(),
                       [](char c) { return c == '*' || is_identifier({&c, 1}) || (c >= '0' && c <= '9'); });
  }
  if (good) return PathPattern(text);
  diagnostics.error(Kind::name_invalid, json.span, "`{}` is not a pattern of paths", printable(text, 60))
      .note(
          "a pattern is a path such as `stage1/block2`, in which `*` stands for any text within a level and `**` for "
          "any "
          "number of levels");
  return std::nullopt;
}

bool PathPattern::level_matches(std::string_view pattern, std::string_view level) {
  return fits_stars(pattern, level, [](char c) { return c == '*'; }, [](char a, char b) { return a == b; });
}

bool PathPattern::matches(std::string_view path) const {
  return fits_stars(levels_, split(path, '/'), [](const std::string& level) { return level == "**"; }, level_matches);
}

}  // namespace specimen::gen
