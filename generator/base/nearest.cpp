#include "base/nearest.h"

#include <algorithm>
#include <cctype>

namespace specimen::gen {
namespace {

int replacement(char a, char b) {
  if (a == b) return 0;
  auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return lower(a) == lower(b) ? 1 : 2;
}

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
  // Damerau's distance with adjacent swaps, three rows of the table at a time.
  std::vector<int> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(2 * j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(2 * i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 2, row[j - 1] + 2, last[j - 1] + replacement(a[i - 1], b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 2);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
  // Distances are doubled. One edit is allowed in names of three or more letters, only letter case in shorter ones.
  constexpr std::size_t kLongest = 64;
  if (name.empty() || name.size() > kLongest) return "";
  int best = 1 + (name.size() < 3 ? 1 : std::max<int>(2, static_cast<int>(2 * name.size() / 3)));
  std::string result;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongest + 32) continue;
    int distance = edit_distance(name, candidate);
    if (distance < best) best = distance, result = candidate;
  }
  return result;
}

}  // namespace specimen::gen
